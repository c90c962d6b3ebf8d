using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using VaeCodec.Images.Splicing;

namespace VaeCodec.Images.Tests.Support;

/// <summary>Small PNG files, chunk by chunk.</summary>
internal static class PngFile
{
    public const int Side = 8;

    private static readonly byte[] s_signature = [0x89, .. "PNG\r\n\x1a\n"u8];

    /// <summary>A gray picture with these chunks before its pixels and behind them.</summary>
    public static byte[] With((string Type, byte[] Data)[] before, params (string Type, byte[] Data)[] behind)
        => [.. s_signature, .. Chunk("IHDR", Header(Side, Side)), .. before.SelectMany(c => Chunk(c.Type, c.Data)),
            .. Chunk("IDAT", Pixels(Side)), .. behind.SelectMany(c => Chunk(c.Type, c.Data)), .. Chunk("IEND", [])];

    /// <summary>A file of these chunks and no others.</summary>
    public static byte[] Of(params byte[][] chunks) => [.. s_signature, .. chunks.SelectMany(chunk => chunk)];

    public static byte[] Header(int width, int height, byte depth = 8, byte colour = 0)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, colour);
        return header;
    }

    public static byte[] Pixels(int side)
        => Deflate([.. Enumerable.Range(0, side)
            .SelectMany(y => (byte[])[0, .. Enumerable.Range(0, side).Select(x => (byte)((16 * x) + y))])]);

    public static byte[] Chunk(string type, byte[] data, bool sound = true)
    {
        byte[] chunk = [0, 0, 0, 0, .. Encoding.ASCII.GetBytes(type), .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        uint crc = PngChunks.Checksum(chunk.AsSpan(4..^4));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(^4..), sound ? crc : ~crc);
        return chunk;
    }

    public static byte[] Deflate(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
            zlib.Write(data);
        return packed.ToArray();
    }
}
