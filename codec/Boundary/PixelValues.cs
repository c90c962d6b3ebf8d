using System.Diagnostics;
using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;

namespace VaeCodec.Boundary;

/// <summary>From the network's picture to 8-bit samples. FORMAT.md, "Pixels".</summary>
internal static class PixelValues
{
    /// <summary>round(clamp(255 v, 0, 255)), ties to even, of the first rows of a strip.</summary>
    /// <param name="picture">Rows of the padded picture, RGB.</param>
    /// <param name="width">Pixels that are wanted of each row.</param>
    /// <param name="rgb">Width * 3 bytes for each row that is wanted, from the first on.</param>
    /// <param name="team">Shares the rows.</param>
    public static void Round(Tensor picture, int width, Memory<byte> rgb, WorkTeam team)
    {
        using Activity? span = CodecActivity.Start(CodecActivity.Colour);
        int top = picture.Rows.Top;
        team.ForRows(top, top + rgb.Length / (width * 3), (from, to) =>
        {
            for (int y = from; y < to; y++)
                ByteRow.Run(picture.Row(y), rgb.Span.Slice((y - top) * width * 3, width * 3));
        });
    }
}
