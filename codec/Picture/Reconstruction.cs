using VaeCodec.Boundary;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;

namespace VaeCodec.Picture;

/// <summary>Collects the network's picture, strip by strip, in the channels of the picture that was encoded.</summary>
/// <param name="engine">Made the strips.</param>
/// <param name="team">Shares their rows.</param>
/// <param name="grid">Which part of the picture they hold.</param>
/// <param name="width">Of the picture.</param>
/// <param name="height">Of the picture.</param>
/// <param name="channels">Of the picture.</param>
/// <param name="gray">In an encoder of a gray picture, its pixels: to compare the network's three channels with.</param>
internal sealed class Reconstruction(HvaeEngine engine, WorkTeam team, PictureGrid grid, int width, int height, int channels,
    byte[]? gray = null)
{
    private long _colourError;
    private byte[] _rgb = [];

    /// <summary>Interleaved; alpha is zero.</summary>
    public byte[] Pixels { get; } = new byte[checked(width * height * channels)];

    /// <summary>Of a gray picture: PSNR of the network's three channels, each against the gray, in dB.</summary>
    public double ColourPsnr => ColourPlanes.Psnr(_colourError, 3L * width * height);

    /// <summary>Takes over rows of the padded picture.</summary>
    public void Add(Tensor picture)
    {
        int top = Math.Min(grid.Height, picture.Rows.Top), count = Math.Min(grid.Height, picture.Rows.Bottom) - top;
        bool inPlace = channels == 3 && grid.Width == width;
        int bytes = count * grid.Width * 3;
        if (!inPlace && _rgb.Length < bytes)
            _rgb = new byte[bytes];
        Memory<byte> rgb = inPlace ? Rows(top, count) : _rgb.AsMemory(0, bytes);
        PixelValues.Round(picture, grid.Width, rgb, team);
        engine.Release(picture);
        for (int y = 0; y < count && !inPlace; y++)
            AddRow(rgb.Span.Slice(y * grid.Width * 3, grid.Width * 3), top + y);
        if (count > 0 && top + count == grid.Height && grid.Height < height)
            Rows(grid.Height - 1, 1).CopyTo(Rows(grid.Height, 1));
    }

    private void AddRow(ReadOnlySpan<byte> rgb, int y)
    {
        Span<byte> row = Rows(y, 1).Span;
        ColourPlanes.FromRgb(rgb, row, channels);
        if (grid.Width < width)
            row.Slice((grid.Width - 1) * channels, channels).CopyTo(row[(grid.Width * channels)..]);
        for (int to = y; gray is not null && to < (y == grid.Height - 1 ? height : y + 1); to++)
            _colourError += ErrorOfRow(rgb, gray.AsSpan(to * width * channels, width * channels));
    }

    private long ErrorOfRow(ReadOnlySpan<byte> rgb, ReadOnlySpan<byte> row)
    {
        long error = ColourPlanes.SquaredError(rgb, row, channels);
        return grid.Width == width ? error : error + ColourPlanes.SquaredError(rgb[^3..], row[(grid.Width * channels)..], channels);
    }

    private Memory<byte> Rows(int top, int count) => Pixels.AsMemory(top * width * channels, count * width * channels);
}
