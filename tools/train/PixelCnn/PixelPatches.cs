using VaeCodec.Networks.PixelCnn;
using VaeCodec.Train.Data;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.PixelCnn;

/// <summary>Small patches from all over the pictures. Around a picture the exact pixels are the lossy ones, and those are repeated beyond
/// their edge, as the codec has it.</summary>
internal sealed class PixelPatches
{
    /// <summary>Side of a patch.</summary>
    public const int Side = 8;

    // Pictures at high rates are of little use: the base that makes the least total is a coarse one.
    private const double HighRate = 0.4, HighRateWeight = 0.3;

    private readonly PixelCnnSpec _spec;
    private readonly Bordered[] _pictures;
    private readonly double[] _sums;

    /// <summary>Lays out the pictures.</summary>
    public PixelPatches(PixelCnnSpec spec, IReadOnlyList<PixelPicture> pictures)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(pictures);
        _spec = spec;
        _pictures = [.. pictures.Select(p => new Bordered(p, spec.Border))];
        Weights = [.. pictures.Select(p => p.Width * (double)p.Height * (p.Position < HighRate ? HighRateWeight : 1))];
        double sum = 0;
        _sums = Array.ConvertAll(Weights, w => sum += w);
    }

    /// <summary>How often each picture is drawn from, relative to the others.</summary>
    public double[] Weights { get; }

    /// <summary>Random patches.</summary>
    public PixelBatch Draw(CounterRandom random, int count)
    {
        ArgumentNullException.ThrowIfNull(random);
        return At([.. Enumerable.Range(0, count).Select(_ =>
        {
            int at = Array.BinarySearch(_sums, random.NextDouble() * _sums[^1]);
            int picture = Math.Min(at < 0 ? ~at : at + 1, _sums.Length - 1);
            return (picture, random.NextInt(_pictures[picture].Height - Side + 1), random.NextInt(_pictures[picture].Width - Side + 1));
        })]);
    }

    /// <summary>The patches of some pictures at some rows and columns.</summary>
    public PixelBatch At(IReadOnlyList<(int Picture, int Top, int Left)> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        int n = places.Count * Side * Side;
        float[] window = new float[n * _spec.Inputs], rate = new float[n], value = new float[n * 3], count = new float[n * 3];
        int at = 0;
        foreach ((int picture, int top, int left) in places)
        {
            Bordered p = _pictures[picture];
            bool gray = p.IsGray(top, left, Side + 2 * _spec.Border);
            for (int i = 0; i < Side * Side; i++, at++)
            {
                (int y, int x) = (top + i / Side, left + i % Side);
                Window(p, y, x, window.AsSpan(at * _spec.Inputs, _spec.Inputs));
                rate[at] = 4 * p.Position - 2;
                for (int c = 0; c < 3; c++)
                {
                    value[at * 3 + c] = p.Exact[p.At(y + _spec.Border, x + _spec.Border) + c];
                    count[at * 3 + c] = gray && c > 0 ? 0 : 1;
                }
            }
        }

        return new(TensorValues.Tensor(window, n, _spec.Inputs), TensorValues.Tensor(rate, n), TensorValues.Tensor(value, n, 3),
            TensorValues.Tensor(count, n, 3));
    }

    // Row by row: the rows of the exact picture above, what is left of the pixel, then the window of the lossy picture.
    private void Window(Bordered p, int y, int x, Span<float> to)
    {
        int reach = _spec.Window / 2, exact = _spec.Border - reach, lossy = _spec.Border - _spec.BaseWindow / 2;
        for (int row = 0; row <= reach; row++)
            to = Normalised(p.Exact.AsSpan(p.At(y + exact + row, x + exact), 3 * (row < reach ? _spec.Window : reach)), to);
        for (int row = 0; row < _spec.BaseWindow; row++)
            to = Normalised(p.Lossy.AsSpan(p.At(y + lossy + row, x + lossy), 3 * _spec.BaseWindow), to);
    }

    private static Span<float> Normalised(ReadOnlySpan<byte> values, Span<float> to)
    {
        for (int i = 0; i < values.Length; i++)
            to[i] = (values[i] - 128) * (1 / 32f);
        return to[values.Length..];
    }

    /// <summary>A picture with a border on all sides.</summary>
    private sealed class Bordered
    {
        private readonly int _stride;

        public Bordered(PixelPicture picture, int border)
        {
            (Width, Height, Position) = (picture.Width, picture.Height, picture.Position);
            _stride = (Width + 2 * border) * 3;
            Lossy = new byte[(Height + 2 * border) * _stride];
            for (int at = 0; at < Lossy.Length; at++)
            {
                int y = Math.Clamp(at / _stride - border, 0, Height - 1), x = Math.Clamp(at % _stride / 3 - border, 0, Width - 1);
                Lossy[at] = picture.Lossy[(y * Width + x) * 3 + at % 3];
            }

            Exact = [.. Lossy];
            for (int y = 0; y < Height; y++)
                picture.Exact.AsSpan(y * Width * 3, Width * 3).CopyTo(Exact.AsSpan(At(y + border, border)));
        }

        public int Width { get; }

        public int Height { get; }

        public float Position { get; }

        public byte[] Exact { get; }

        public byte[] Lossy { get; }

        public int At(int y, int x) => y * _stride + x * 3;

        public bool IsGray(int top, int left, int side)
        {
            for (int y = top; y < top + side; y++)
            {
                for (int at = At(y, left); at < At(y, left + side); at += 3)
                {
                    if (Exact[at] != Exact[at + 1] || Exact[at] != Exact[at + 2])
                        return false;
                }
            }

            return true;
        }
    }
}
