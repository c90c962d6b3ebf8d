using System.Buffers.Binary;

namespace VaeCodec.Images.Splicing;

/// <summary>Goes through the chunks of a PNG file (W3C PNG, third edition, section 5.3), as long as they are whole.</summary>
internal ref struct PngChunkReader(ReadOnlySpan<byte> png)
{
    /// <summary>Of the file, and of a chunk beside its data: length, type and checksum.</summary>
    public const int SignatureBytes = 8, FrameBytes = 12;

    private readonly ReadOnlySpan<byte> _png = png;
    private int _next = SignatureBytes;

    /// <summary>The chunk's type, four letters; its first is small where the chunk is ancillary.</summary>
    public ReadOnlySpan<byte> Type { get; private set; }

    /// <summary>What the chunk holds.</summary>
    public ReadOnlySpan<byte> Data { get; private set; }

    /// <summary>The chunk with its frame.</summary>
    public ReadOnlySpan<byte> Whole { get; private set; }

    /// <summary>Whether the chunk's checksum is its type's and data's.</summary>
    public readonly bool IsSound => BinaryPrimitives.ReadUInt32BigEndian(Whole[^4..]) == PngChunks.Checksum(Whole[4..^4]);

    /// <summary>Bytes behind the chunk.</summary>
    public readonly ReadOnlySpan<byte> Rest => _png[Math.Min(_next, _png.Length)..];

    /// <summary>For foreach.</summary>
    public readonly PngChunkReader Current => this;

    /// <summary>For foreach.</summary>
    public readonly PngChunkReader GetEnumerator() => this;

    /// <summary>Goes to the next chunk; false where none follows that is whole, and behind the one that ends the picture.</summary>
    public bool MoveNext()
    {
        ReadOnlySpan<byte> rest = Rest;
        if (Type.SequenceEqual("IEND"u8) || rest.Length < FrameBytes
            || BinaryPrimitives.ReadUInt32BigEndian(rest) > rest.Length - FrameBytes)
            return false;
        int length = BinaryPrimitives.ReadInt32BigEndian(rest);
        Type = rest.Slice(4, 4);
        Data = rest.Slice(8, length);
        Whole = rest[..(length + FrameBytes)];
        _next += length + FrameBytes;
        return true;
    }
}
