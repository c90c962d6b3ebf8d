using System.IO.Compression;

namespace VaeCodec.Bitstream.Containers;

/// <summary>One zlib stream (RFC 1950) that fills its place and holds exactly as many bytes as its reader expects.</summary>
internal static class Zlib
{
    /// <summary>A byte of deflate yields 1032 bytes at most: 258 for each of its four two-bit copies.</summary>
    private const long MostPerByte = 1032;

    /// <summary>Bytes between two looks at the cancellation token.</summary>
    private const int Piece = 1 << 18;

    /// <summary>Compresses as well as the framework can.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> content, CancellationToken cancellationToken = default)
    {
        using var packed = new MemoryStream();
        Pack(content, packed, cancellationToken);
        return packed.ToArray();
    }

    /// <summary>Compresses as well as the framework can, into a stream that stays open.</summary>
    public static void Pack(ReadOnlySpan<byte> content, Stream destination, CancellationToken cancellationToken = default)
    {
        using var zlib = new ZLibStream(destination, CompressionLevel.SmallestSize, leaveOpen: true);
        for (int at = 0; at < content.Length; at += Piece)
        {
            cancellationToken.ThrowIfCancellationRequested();
            zlib.Write(content[at..Math.Min(content.Length, at + Piece)]);
        }
    }

    /// <summary>The content. No more memory is taken than the stream can account for.</summary>
    /// <param name="packed">The whole stream.</param>
    /// <param name="length">Bytes that it holds.</param>
    /// <param name="what">Its name for messages.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="VaeCodecException">Corrupt: the stream is damaged, cut, followed by bytes, or holds another number of
    /// them.</exception>
    public static byte[] Unpack(ReadOnlyMemory<byte> packed, int length, string what, CancellationToken cancellationToken = default)
    {
        RequirePossible(packed, length, what);
        try
        {
            var content = new byte[length];
            using var source = new WatchedStream(packed.ToArray());
            using var zlib = new ZLibStream(source, CompressionMode.Decompress);
            for (int at = 0; at < length; at += Piece)
            {
                cancellationToken.ThrowIfCancellationRequested();
                zlib.ReadExactly(content, at, Math.Min(length - at, Piece));
            }

            if (zlib.ReadByte() >= 0 || !source.IsUsedUp)
                throw Corrupt(what, null);
            return content;
        }
        catch (Exception e) when (e is InvalidDataException or IOException) // also the internal ZLibException
        {
            throw Corrupt(what, e);
        }
    }

    /// <summary>Refuses a stream that is too short for what it shall hold.</summary>
    /// <exception cref="VaeCodecException">Corrupt.</exception>
    public static void RequirePossible(ReadOnlyMemory<byte> packed, long length, string what)
    {
        if (length > packed.Length * MostPerByte)
            throw Corrupt(what, null);
    }

    private static VaeCodecException Corrupt(string what, Exception? inner)
        => new(VaeCodecErrorKind.Corrupt, $"the {what} does not decompress to what it should hold; fetch the file again", inner: inner);
}
