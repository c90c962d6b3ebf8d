namespace VaeCodec;

/// <summary>What went wrong, in terms a caller can act on.</summary>
public enum VaeCodecErrorKind
{
    /// <summary>The bytes are not a .vaec file.</summary>
    NotVaec,

    /// <summary>The file ends before its content does.</summary>
    Truncated,

    /// <summary>A field, length or checksum contradicts another.</summary>
    Corrupt,

    /// <summary>A version or feature that this build does not know.</summary>
    Unsupported,

    /// <summary>The file needs weights that are not at hand.</summary>
    UnknownModel,

    /// <summary>The file or picture asks for more than the limits allow.</summary>
    LimitExceeded,

    /// <summary>An input picture that cannot be read or coded.</summary>
    BadImage,

    /// <summary>An argument outside its documented range.</summary>
    BadArgument,
}

/// <summary>The one exception type of the codec. The message says what, where and what to do.</summary>
public sealed class VaeCodecException : Exception
{
    /// <summary>Creates an exception of a kind, with the byte offset in the file where it is known.</summary>
    public VaeCodecException(VaeCodecErrorKind kind, string message, long? offset = null, Exception? inner = null)
        : base(offset is { } at ? $"{message} (byte {at})" : message, inner)
    {
        Kind = kind;
        Offset = offset;
    }

    /// <summary>The kind of failure.</summary>
    public VaeCodecErrorKind Kind { get; }

    /// <summary>Byte offset in the .vaec file, where it is known.</summary>
    public long? Offset { get; }
}
