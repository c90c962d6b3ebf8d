using System.Buffers.Binary;
using VaeCodec.Images.Splicing;

namespace VaeCodec.Images;

/// <summary>The colour that an image file states as code points of ITU-T H.273: PNG's cICP, and nclx of AVIF (ISO/IEC 14496-12).</summary>
internal static class FileCodePoints
{
    private const byte Unspecified = 2, Pq = 16, Hlg = 18, Full = 1;

    /// <summary>Where AVIF states it, if anywhere.</summary>
    private const int MostBoxBytes = 1 << 16;

    /// <summary>Primaries, transfer, matrix and range, a byte each, as they hold for RGB samples; none where the file says nothing, or only
    /// what is taken for granted: sRGB, or BT.709, which is displayed as that.</summary>
    public static byte[] Of(ReadOnlySpan<byte> file)
    {
        if (Find(file) is not { } points)
            return [];
        bool usualPrimaries = points.Primaries is 1 or Unspecified;
        bool usualTransfer = points.Transfer is 1 or Unspecified or 6 or 13 or 14 or 15;
        return usualPrimaries && usualTransfer && points.Range == Full ? [] : [points.Primaries, points.Transfer, 0, points.Range];
    }

    /// <summary>The name of a transfer that is HDR's; null for others.</summary>
    public static string? HdrName(ReadOnlySpan<byte> points) => points is [_, Pq, ..] ? "PQ" : points is [_, Hlg, ..] ? "HLG" : null;

    private static (byte Primaries, byte Transfer, byte Range)? Find(ReadOnlySpan<byte> file)
    {
        if (ImageSignature.IsPng(file))
        {
            foreach (PngChunkReader chunk in new PngChunkReader(file))
            {
                if (chunk.Type.SequenceEqual("cICP"u8) && chunk.Data is [var primaries, var transfer, _, var range])
                    return (primaries, transfer, range);
            }

            return null;
        }

        ReadOnlySpan<byte> head = file[..Math.Min(file.Length, MostBoxBytes)];
        int at = ImageSignature.IsAvif(file) ? head.IndexOf("colrnclx"u8) : -1;
        if (at < 0 || at + 12 > head.Length)
            return null;
        ReadOnlySpan<byte> nclx = head[(at + 8)..];
        // the samples have been converted to RGB of the full range
        return ((byte)BinaryPrimitives.ReadUInt16BigEndian(nclx), (byte)BinaryPrimitives.ReadUInt16BigEndian(nclx[2..]), Full);
    }
}
