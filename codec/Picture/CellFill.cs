namespace VaeCodec.Picture;

/// <summary>Fills exact cells smoothly from what lies around them, as <see cref="HiddenColours"/> fills what alpha hides, so that the
/// network spends next to nothing on them. It works on means of blocks, so that its memory is a small part of the picture's.</summary>
internal static class CellFill
{
    /// <summary>Pixels of a block's side: those of the smallest cell, so that no block lies in two.</summary>
    private const int Block = 8;

    /// <summary>The picture with its exact cells filled.</summary>
    public static PixelImage Filled(PixelImage image, ExactCells cells, CancellationToken cancellationToken)
    {
        PixelImage blocks = HiddenColours.Filled(Blocks(image, cells, cancellationToken), cancellationToken);
        byte[] pixels = [.. image.Pixels];
        int colours = ColourPlanes.Colours(image.Channels);
        for (int y = 0; y < image.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (Columns part in cells.Parts(y))
            {
                for (int x = part.From; x < part.To; x++)
                    Sample(blocks, x, y, pixels.AsSpan(((y * image.Width) + x) * image.Channels, colours));
            }
        }

        return image with { Pixels = pixels };
    }

    /// <summary>The picture, filled, with alpha: 0 in exact cells, where no error counts.</summary>
    public static PixelImage Hidden(PixelImage filled, ExactCells cells, CancellationToken cancellationToken)
    {
        int colours = ColourPlanes.Colours(filled.Channels), channels = colours + 1;
        byte[] pixels = new byte[checked(filled.Width * filled.Height * channels)];
        for (int i = 0; i < filled.Width * filled.Height; i++)
        {
            if (i % filled.Width == 0)
                cancellationToken.ThrowIfCancellationRequested();
            Span<byte> pixel = pixels.AsSpan(i * channels, channels);
            filled.Pixels.AsSpan(i * filled.Channels, filled.Channels).CopyTo(pixel);
            if (!filled.HasAlpha)
                pixel[colours] = byte.MaxValue;
            if (cells[cells.Of(i % filled.Width, i / filled.Width)])
                pixel[colours] = 0;
        }

        return new(filled.Width, filled.Height, channels, pixels);
    }

    /// <summary>Means of blocks, with alpha: 0 where a block is exact.</summary>
    private static PixelImage Blocks(PixelImage image, ExactCells cells, CancellationToken cancellationToken)
    {
        int width = (image.Width + Block - 1) / Block, height = (image.Height + Block - 1) / Block;
        int colours = ColourPlanes.Colours(image.Channels), channels = colours + 1;
        byte[] means = new byte[width * height * channels];
        for (int i = 0; i < width * height; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (int left, int top) = (i % width * Block, i / width * Block);
            if (cells[cells.Of(left, top)])
                continue;
            Span<byte> mean = means.AsSpan(i * channels, channels);
            Mean(image, left, top, mean[..colours]);
            mean[colours] = byte.MaxValue;
        }

        return new(width, height, channels, means);
    }

    private static void Mean(PixelImage image, int left, int top, Span<byte> mean)
    {
        int right = Math.Min(left + Block, image.Width), bottom = Math.Min(top + Block, image.Height);
        int count = (right - left) * (bottom - top);
        for (int c = 0; c < mean.Length; c++)
        {
            int sum = count / 2;
            for (int y = top; y < bottom; y++)
            {
                for (int x = left; x < right; x++)
                    sum += image.Pixels[(((y * image.Width) + x) * image.Channels) + c];
            }

            mean[c] = (byte)(sum / count);
        }
    }

    /// <summary>Bilinear between the blocks' middles.</summary>
    private static void Sample(PixelImage blocks, int x, int y, Span<byte> colour)
    {
        (int left, int right, int alongX) = Between(x, blocks.Width);
        (int top, int bottom, int alongY) = Between(y, blocks.Height);
        for (int c = 0; c < colour.Length; c++)
        {
            int upper = Mix(At(left, top, c), At(right, top, c), alongX), lower = Mix(At(left, bottom, c), At(right, bottom, c), alongX);
            colour[c] = (byte)((Mix(upper, lower, alongY) + (2 * Block * Block)) / (4 * Block * Block));
        }

        int At(int column, int row, int channel) => blocks.Pixels[(((row * blocks.Width) + column) * blocks.Channels) + channel];

        static int Mix(int a, int b, int share) => (a * ((2 * Block) - share)) + (b * share);
    }

    /// <summary>The blocks around a pixel's middle, and how far it is from the first to the second, in 16ths.</summary>
    private static (int Before, int After, int Share) Between(int at, int blocks)
    {
        int halves = (2 * at) + 1 - Block, before = (halves + (2 * Block)) / (2 * Block) - 1;
        int share = halves - (before * 2 * Block);
        return (Math.Max(before, 0), Math.Min(before + 1, blocks - 1), share);
    }
}
