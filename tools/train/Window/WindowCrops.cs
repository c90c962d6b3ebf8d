using TorchSharp;
using VaeCodec.Train.Data;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Window;

/// <summary>Crops of pictures with what a window sees around them: above, and on both sides. Beyond a picture nothing is known, which is
/// 0.</summary>
internal sealed class WindowCrops
{
    /// <summary>The gray level that is 0.</summary>
    public const int Centre = 128;

    /// <summary>Gray levels of a unit.</summary>
    public const int Unit = 32;

    private const double AloneShare = 0.25;
    private readonly IReadOnlyList<Photo> _photos;
    private readonly double[] _sums;

    /// <summary>Lays out the pictures.</summary>
    /// <param name="photos">Sides at least a crop's.</param>
    /// <param name="crop">Side of a crop.</param>
    /// <param name="border">Pixels around it.</param>
    public WindowCrops(IReadOnlyList<Photo> photos, int crop = 48, int border = 7)
    {
        ArgumentNullException.ThrowIfNull(photos);
        (_photos, Crop, Border) = (photos, crop, border);
        double sum = 0;
        _sums = [.. photos.Select(p => sum += p.Width * (double)p.Height)];
    }

    /// <summary>Side of a crop.</summary>
    public int Crop { get; }

    /// <summary>Pixels around it.</summary>
    public int Border { get; }

    /// <summary>Crops at some rows and columns, [n, crop + border, crop + 2 border, 3].</summary>
    public torch.Tensor At(IReadOnlyList<(int Picture, int Top, int Left)> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        int height = Crop + Border, width = Crop + 2 * Border;
        var values = new float[places.Count * height * width * 3];
        int at = 0;
        foreach ((int picture, int top, int left) in places)
        {
            Photo p = _photos[picture];
            for (int y = top - Border; y < top + Crop; y++)
            {
                for (int x = left - Border; x < left + Crop + Border; x++, at += 3)
                {
                    if (y < 0 || x < 0 || x >= p.Width)
                        continue;
                    for (int c = 0; c < 3; c++)
                        values[at + c] = (p.Rgb[(y * p.Width + x) * 3 + c] - Centre) * (1f / Unit);
                }
            }
        }

        return TensorValues.Tensor(values, places.Count, height, width, 3);
    }

    /// <summary>A crop as it is.</summary>
    public PixelImage ImageAt((int Picture, int Top, int Left) place)
    {
        Photo p = _photos[place.Picture];
        return new(Crop, Crop, 3, [.. Enumerable.Range(place.Top, Crop)
            .SelectMany(y => p.Rgb.AsSpan(((y * p.Width) + place.Left) * 3, Crop * 3).ToArray())]);
    }

    /// <summary>Random crops; some do not see what is around them, as when a picture begins.</summary>
    public torch.Tensor Draw(CounterRandom random, int count)
    {
        ArgumentNullException.ThrowIfNull(random);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor known = At([.. Enumerable.Range(0, count).Select(_ =>
        {
            int at = Array.BinarySearch(_sums, random.NextDouble() * _sums[^1]);
            int picture = Math.Min(at < 0 ? ~at : at + 1, _sums.Length - 1);
            return (picture, random.NextInt(_photos[picture].Height - Crop + 1), random.NextInt(_photos[picture].Width - Crop + 1));
        })]);
        for (int i = 0; i < count; i++)
        {
            if (random.NextDouble() >= AloneShare)
                continue;
            torch.Tensor one = known[i];
            one.narrow(0, 0, Border).fill_(0);
            one.narrow(1, 0, Border).fill_(0);
            one.narrow(1, Crop + Border, Border).fill_(0);
        }

        return known.MoveToOuterDisposeScope();
    }

    /// <summary>Where tiles lie: one in so many that there are hardly more than wanted.</summary>
    /// <param name="most">How many at most, the first ones.</param>
    public IReadOnlyList<(int Picture, int Top, int Left)> TilePlaces(int most = 160)
    {
        (int Picture, int Top, int Left)[] all = [.. _photos.SelectMany((p, i) => Steps(p.Height).SelectMany(y
            => Steps(p.Width).Select(x => (i, y, x))))];
        int every = Math.Max(1, all.Length / most);
        return [.. all.Where((_, i) => i % every == 0).Take(most)];

        IEnumerable<int> Steps(int side) => Enumerable.Range(0, side / Crop).Select(i => i * Crop);
    }
}
