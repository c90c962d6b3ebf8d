namespace VaeCodec.Picture;

/// <summary>Fills the colours that nobody sees, those of pixels whose alpha is 0, so that they cost next to nothing: smoothly, with means
/// of the visible pixels around them. What was there before leaves no trace.</summary>
/// <remarks>The pull-push pyramid of Gortler et al. 1996, "The Lumigraph", section 3.4: means of visible pixels, each level half the size
/// of the one before, then from the coarsest level down into what is empty.</remarks>
internal static class HiddenColours
{
    /// <summary>Pixels between two looks at the cancellation token.</summary>
    private const int Pixels = 1 << 16;

    /// <summary>Whether a picture has pixels that nobody sees.</summary>
    public static bool AreIn(PixelImage image)
    {
        for (int i = image.Channels - 1; image.HasAlpha && i < image.Pixels.Length; i += image.Channels)
        {
            if (image.Pixels[i] == 0)
                return true;
        }

        return false;
    }

    /// <summary>The picture with its hidden colours filled. One that nobody sees at all becomes black.</summary>
    public static PixelImage Filled(PixelImage image, CancellationToken cancellationToken)
    {
        int colours = image.Channels - 1;
        var level = new Level(image.Width, image.Height, colours, cancellationToken);
        for (int i = 0; i < image.Width * image.Height; i++)
        {
            Look(i);
            ReadOnlySpan<byte> pixel = image.Pixels.AsSpan(i * image.Channels, image.Channels);
            level.Weights[i] = pixel[colours] == 0 ? 0 : 1;
            for (int c = 0; c < colours && pixel[colours] != 0; c++)
                level.Values[(i * colours) + c] = pixel[c];
        }

        level.Fill();
        byte[] pixels = [.. image.Pixels];
        for (int i = 0; i < image.Width * image.Height; i++)
        {
            Look(i);
            for (int c = 0; c < colours && pixels[(i * image.Channels) + colours] == 0; c++)
                pixels[(i * image.Channels) + c] = (byte)Math.Clamp(MathF.Round(level.Values[(i * colours) + c]), 0, 255);
        }

        return image with { Pixels = pixels };

        void Look(int pixel)
        {
            if (pixel % Pixels == 0)
                cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The picture with its hidden colours black: one colour for all, which is what exact pixels take least for.</summary>
    public static PixelImage Cleared(PixelImage image)
    {
        byte[] pixels = [.. image.Pixels];
        for (int i = 0; i < pixels.Length; i += image.Channels)
        {
            if (pixels[i + image.Channels - 1] == 0)
                pixels.AsSpan(i, image.Channels).Clear();
        }

        return image with { Pixels = pixels };
    }

    /// <summary>A level of the pyramid: [H, W, colours] and how much of each position is known, [H, W], 0 to 1.</summary>
    private sealed class Level(int width, int height, int colours, CancellationToken cancellationToken)
    {
        public float[] Values { get; } = new float[width * height * colours];

        public float[] Weights { get; } = new float[width * height];

        /// <summary>Gives every position without a weight a value.</summary>
        public void Fill()
        {
            if ((width == 1 && height == 1) || !Weights.Contains(0))
                return;
            Level coarser = Pull();
            coarser.Fill();
            for (int y = 0; y < height; y++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (int x = 0; x < width; x++)
                {
                    if (Weights[(y * width) + x] == 0)
                        coarser.Sample(x, y, Values.AsSpan(((y * width) + x) * colours, colours));
                }
            }
        }

        private Level Pull()
        {
            int halfWidth = (width + 1) / 2;
            var coarser = new Level(halfWidth, (height + 1) / 2, colours, cancellationToken);
            for (int y = 0; y < height; y++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (int x = 0; x < width; x++)
                {
                    int from = (y * width) + x, to = (y / 2 * halfWidth) + (x / 2);
                    coarser.Weights[to] += Weights[from];
                    for (int c = 0; c < colours; c++)
                        coarser.Values[(to * colours) + c] += Weights[from] * Values[(from * colours) + c];
                }
            }

            for (int i = 0; i < coarser.Weights.Length; i++)
            {
                float weight = coarser.Weights[i];
                for (int c = 0; c < colours && weight > 0; c++)
                    coarser.Values[(i * colours) + c] /= weight;
                coarser.Weights[i] = Math.Min(1, weight);
            }

            return coarser;
        }

        /// <summary>Bilinear, at a position of the level twice as large.</summary>
        private void Sample(int x, int y, Span<float> values)
        {
            (int left, int right, float alongX) = Between(x, width);
            (int top, int bottom, float alongY) = Between(y, height);
            for (int c = 0; c < colours; c++)
            {
                float upper = Mix(At(left, top), At(right, top), alongX), lower = Mix(At(left, bottom), At(right, bottom), alongX);
                values[c] = Mix(upper, lower, alongY);

                float At(int column, int row) => Values[(((row * width) + column) * colours) + c];
            }

            static float Mix(float a, float b, float share) => a + ((b - a) * share);
        }

        private static (int Before, int After, float Share) Between(int at, int side)
        {
            int nearest = at / 2, other = Math.Clamp(at % 2 == 0 ? nearest - 1 : nearest + 1, 0, side - 1);
            return (nearest, other, 0.25f);
        }
    }
}
