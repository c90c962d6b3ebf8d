using VaeCodec.Pixels.Graphics;

namespace VaeCodec.Pixels;

/// <summary>
/// What plain pixels would take at least, as a rule, in a hundredth of the time of coding: the pixels unlike all their neighbours, at half
/// of the entropy of their colours or of their differences from a prediction. It may be wrong: then a smaller file is missed, never a wrong
/// one made.
/// </summary>
internal sealed class PlainEstimate
{
    /// <summary>Bits that a pixel unlike all its neighbours takes at least, as a rule.</summary>
    private const double LeastBits = 0.25;

    /// <summary>What contexts save of the entropy, as a rule.</summary>
    private const double SavedByContexts = 0.5;

    private const int ColourBits = 12;

    /// <summary>Pixels above which one row of <see cref="RowsOfLarge"/> stands for all, or of <see cref="RowsOfPhotograph"/> where these
    /// show a photograph.</summary>
    private const int Large = 1 << 16;

    private const int RowsOfLarge = 4, RowsOfPhotograph = 16;

    /// <summary>The share of pixels unlike all their neighbours that only photographs and noise have.</summary>
    private const double UnlikeInPhotographs = 0.75;

    private readonly int[] _colours = new int[1 << ColourBits];
    private readonly int[][] _differences;
    private readonly PixelImage _image;
    private long _unlike;

    /// <summary>Looks at a picture, but for its border.</summary>
    public PlainEstimate(PixelImage image, CancellationToken cancellationToken)
    {
        _image = image;
        _differences = [.. Enumerable.Range(0, image.Channels).Select(_ => new int[256])];
        long size = (long)image.Width * image.Height;
        if (size > Large)
        {
            Look(RowsOfPhotograph, cancellationToken);
            if (_unlike >= UnlikeInPhotographs * size)
                return;
        }

        Look(size > Large ? RowsOfLarge : 1, cancellationToken);
    }

    /// <summary>A size that the file will hardly fall below.</summary>
    public long LeastBytes => (long)(_unlike * Math.Max(LeastBits, SavedByContexts * Math.Min(Bits(_colours), _differences.Sum(Bits))) / 8);

    /// <summary>Whether fewer than half of the pixels are unlike all around them.</summary>
    public bool MayBeGraphics => _unlike * 2 < (long)_image.Width * _image.Height;

    /// <summary>Counts anew, one row of so many.</summary>
    private void Look(int step, CancellationToken cancellationToken)
    {
        _unlike = 0;
        Array.Clear(_colours);
        foreach (int[] differences in _differences)
            Array.Clear(differences);
        int channels = _image.Channels, stride = _image.Width * channels;
        ReadOnlySpan<byte> pixels = _image.Pixels;
        for (int y = 2; y < _image.Height; y += step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int row = y * stride;
            for (int at = row + (2 * channels); at < row + stride - channels; at += channels)
            {
                if (IsUnlikeItsNeighbours(pixels, at))
                {
                    _unlike += step;
                    Count(pixels, at);
                }
            }
        }
    }

    private bool IsUnlikeItsNeighbours(ReadOnlySpan<byte> pixels, int at)
    {
        int channels = _image.Channels, stride = _image.Width * channels;
        return !Same(pixels, at, at - channels, channels) && !Same(pixels, at, at - stride, channels)
            && !Same(pixels, at, at - stride - channels, channels) && !Same(pixels, at, at - stride + channels, channels)
            && !Same(pixels, at, at - (2 * channels), channels) && !Same(pixels, at, at - (2 * stride), channels);
    }

    private void Count(ReadOnlySpan<byte> pixels, int at)
    {
        int channels = _image.Channels, stride = _image.Width * channels, before = 0;
        uint colour = 0;
        for (int c = 0; c < channels; c++, at++)
        {
            int predicted = ChannelPredictions.Median(pixels[at - channels], pixels[at - stride], pixels[at - stride - channels]);
            int difference = pixels[at] - predicted;
            // Colours differ from their prediction together.
            _differences[c][(difference - before) & 255]++;
            before = difference;
            colour = (colour << 8) | pixels[at];
        }

        _colours[Hash.Slot(colour * Hash.M1, ColourBits)]++;
    }

    private static bool Same(ReadOnlySpan<byte> pixels, int a, int b, int channels)
    {
        for (int c = 0; c < channels; c++)
        {
            if (pixels[a + c] != pixels[b + c])
                return false;
        }

        return true;
    }

    /// <summary>The entropy of what was counted, in bits.</summary>
    private static double Bits(int[] counts)
    {
        double sum = counts.Sum();
        return counts.Where(n => n > 0).Sum(n => -n / sum * Math.Log2(n / sum));
    }
}
