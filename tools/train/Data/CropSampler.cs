namespace VaeCodec.Train.Data;

/// <summary>Draws square crops: a source by its share, a picture by its area (bounded, so that a few large ones do not dominate), a place,
/// a horizontal flip, and what <see cref="CropOptions"/> ask for.</summary>
internal sealed class CropSampler
{
    private const double LargestWeight = 600 * 600;
    private readonly (Photo Photo, bool Resized)[] _photos;
    private readonly double[] _cumulative;
    private readonly int _crop;
    private readonly CropOptions _options;

    /// <summary>Samples from pictures whose sides are at least <paramref name="crop"/>.</summary>
    public CropSampler(IReadOnlyList<Photo> photos, int crop, double downscaleShare = 0)
        : this([new PictureSource("", new(photos, []))], crop, new(downscaleShare))
    {
    }

    /// <summary>Samples from several sources' pictures to train on.</summary>
    public CropSampler(IReadOnlyList<PictureSource> sources, int crop, CropOptions options)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(options);
        if (sources.Count == 0 || sources.Any(s => s.Photos.Training.Count == 0 || s.Photos.Training.Any(p => p.ShorterSide < crop)))
            throw new ArgumentException($"every picture must be at least {crop} pixels a side, and every source must have one");
        (_crop, _options) = (crop, options);
        _photos = [.. sources.SelectMany(s => s.Photos.Training.Select(p => (p, s.Resized)))];
        double total = 0;
        _cumulative = [.. sources.SelectMany(s =>
        {
            double area = s.Photos.Training.Sum(Weight);
            return s.Photos.Training.Select(p => s.Share * Weight(p) / area);
        }).Select(w => total += w)];
    }

    /// <summary>Draws crops [count, crop, crop, 3], interleaved.</summary>
    public byte[] Draw(CounterRandom random, int count)
    {
        ArgumentNullException.ThrowIfNull(random);
        int bytes = _crop * _crop * 3;
        var crops = new byte[checked(count * bytes)];
        for (int i = 0; i < count; i++)
            DrawOne(random, crops.AsSpan(i * bytes, bytes));
        return crops;
    }

    private static double Weight(Photo p) => Math.Min((double)p.Width * p.Height, LargestWeight);

    private void DrawOne(CounterRandom random, Span<byte> crop)
    {
        (Photo photo, bool resized) = Pick(random.NextDouble() * _cumulative[^1]);
        int factor = random.NextDouble() < _options.DownscaleShare && photo.ShorterSide >= 2 * _crop ? 2 : 1;
        int window = factor == 1 ? Window(random, photo, resized) : 2 * _crop;
        int top = random.NextInt(photo.Height - window + 1), left = random.NextInt(photo.Width - window + 1);
        bool flip = random.NextDouble() < 0.5, transpose = _options.Transpose && random.NextDouble() < 0.5;
        var plain = new byte[crop.Length];
        if (factor == 2)
            Halve(photo, top, left, plain);
        else if (window > _crop)
            Reduction.Square(photo, top, left, window, _crop, plain);
        else
            Copy(photo, top, left, plain);
        for (int y = 0; y < _crop; y++)
        {
            for (int x = 0; x < _crop; x++)
            {
                int column = flip ? _crop - 1 - x : x, to = transpose ? column * _crop + y : y * _crop + column;
                plain.AsSpan((y * _crop + x) * 3, 3).CopyTo(crop[(to * 3)..]);
            }
        }
    }

    /// <summary>Side of the window that a crop is made of.</summary>
    private int Window(CounterRandom random, Photo photo, bool resized)
    {
        if (_options.ResizeShare == 0 || random.NextDouble() >= _options.ResizeShare || !resized)
            return _crop;
        double scale = CropOptions.LeastScale + (1 - CropOptions.LeastScale) * random.NextDouble();
        return Math.Min((int)Math.Round(_crop / scale), photo.ShorterSide);
    }

    private void Copy(Photo photo, int top, int left, Span<byte> to)
    {
        for (int y = 0; y < _crop; y++)
            photo.Rgb.AsSpan(((top + y) * photo.Width + left) * 3, _crop * 3).CopyTo(to[(y * _crop * 3)..]);
    }

    private void Halve(Photo photo, int top, int left, Span<byte> to)
    {
        for (int y = 0; y < _crop; y++)
        {
            for (int x = 0; x < _crop; x++)
            {
                for (int c = 0; c < 3; c++)
                    to[(y * _crop + x) * 3 + c] = Mean2x2(photo, ((top + 2 * y) * photo.Width + left + 2 * x) * 3 + c);
            }
        }
    }

    private (Photo Photo, bool Resized) Pick(double at)
    {
        int index = Array.BinarySearch(_cumulative, at);
        return _photos[Math.Min(index >= 0 ? index + 1 : ~index, _photos.Length - 1)];
    }

    private static byte Mean2x2(Photo photo, int at)
    {
        byte[] p = photo.Rgb;
        int below = at + 3 * photo.Width;
        return (byte)((p[at] + p[at + 3] + p[below] + p[below + 3] + 2) >> 2);
    }
}
