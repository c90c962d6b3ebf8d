using VaeCodec.Inference;

namespace VaeCodec.Pipeline;

/// <summary>Collects the network's picture, strip by strip, in the channels of the picture that was encoded.</summary>
/// <param name="engine">Made the strips.</param>
/// <param name="grid">Which part of the picture they hold.</param>
/// <param name="width">Of the picture.</param>
/// <param name="height">Of the picture.</param>
/// <param name="channels">Of the picture.</param>
internal sealed class Reconstruction(DeterministicEngine engine, PictureGrid grid, int width, int height, int channels)
{
    /// <summary>Interleaved; alpha is zero.</summary>
    public byte[] Pixels { get; } = new byte[checked(width * height * channels)];

    /// <summary>Takes over rows of the padded picture.</summary>
    public void Add(Tensor picture)
    {
        int top = Math.Min(grid.Height, picture.Rows.Top), count = Math.Min(grid.Height, picture.Rows.Bottom) - top;
        bool inPlace = channels == 3 && grid.Width == width;
        Memory<byte> rgb = inPlace ? Rows(top, count) : new byte[count * grid.Width * 3];
        engine.Pixels(picture, grid.Width, rgb);
        for (int y = 0; y < count && !inPlace; y++)
            AddRow(rgb.Span.Slice(y * grid.Width * 3, grid.Width * 3), Rows(top + y, 1).Span);
        if (count > 0 && top + count == grid.Height && grid.Height < height)
            Rows(grid.Height - 1, 1).CopyTo(Rows(grid.Height, 1));
    }

    private void AddRow(ReadOnlySpan<byte> rgb, Span<byte> row)
    {
        ColourPlanes.FromRgb(rgb, row, channels);
        if (grid.Width < width)
            row.Slice((grid.Width - 1) * channels, channels).CopyTo(row[(grid.Width * channels)..]);
    }

    private Memory<byte> Rows(int top, int count) => Pixels.AsMemory(top * width * channels, count * width * channels);
}
