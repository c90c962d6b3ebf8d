namespace VaeCodec.Train.Data;

/// <summary>Draws square crops: a picture by its area (bounded, so that a few large ones do not dominate), a place, a horizontal flip, and
/// for some crops a 2x2 box reduction of a window twice as large.</summary>
internal sealed class CropSampler
{
    private const double LargestWeight = 600 * 600;
    private readonly IReadOnlyList<Photo> _photos;
    private readonly double[] _cumulative;
    private readonly int _crop;
    private readonly double _downscaleShare;

    /// <summary>Samples from pictures whose sides are at least <paramref name="crop"/>.</summary>
    public CropSampler(IReadOnlyList<Photo> photos, int crop, double downscaleShare = 0)
    {
        ArgumentNullException.ThrowIfNull(photos);
        if (photos.Count == 0 || photos.Any(p => p.ShorterSide < crop))
            throw new ArgumentException($"every picture must be at least {crop} pixels a side, and there must be one");
        (_photos, _crop, _downscaleShare) = (photos, crop, downscaleShare);
        double total = 0;
        _cumulative = [.. photos.Select(p => total += Math.Min((double)p.Width * p.Height, LargestWeight))];
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

    private void DrawOne(CounterRandom random, Span<byte> crop)
    {
        Photo photo = Pick(random.NextDouble() * _cumulative[^1]);
        int scale = random.NextDouble() < _downscaleShare && photo.ShorterSide >= 2 * _crop ? 2 : 1;
        int top = random.NextInt(photo.Height - scale * _crop + 1), left = random.NextInt(photo.Width - scale * _crop + 1);
        bool flip = random.NextDouble() < 0.5;
        for (int y = 0; y < _crop; y++)
        {
            for (int x = 0; x < _crop; x++)
            {
                int from = ((top + scale * y) * photo.Width + left + scale * x) * 3;
                int to = (y * _crop + (flip ? _crop - 1 - x : x)) * 3;
                for (int c = 0; c < 3; c++)
                    crop[to + c] = scale == 1 ? photo.Rgb[from + c] : Mean2x2(photo, from + c);
            }
        }
    }

    private Photo Pick(double at)
    {
        int index = Array.BinarySearch(_cumulative, at);
        return _photos[Math.Min(index >= 0 ? index + 1 : ~index, _photos.Count - 1)];
    }

    private static byte Mean2x2(Photo photo, int at)
    {
        byte[] p = photo.Rgb;
        int below = at + 3 * photo.Width;
        return (byte)((p[at] + p[at + 3] + p[below] + p[below + 3] + 2) >> 2);
    }
}
