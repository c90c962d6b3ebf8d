using VaeCodec.Bitstream.BitsBack;
using VaeCodec.Inference.PixelCnn;
using VaeCodec.Inference.Vlae;
using VaeCodec.Networks.Vlae;

namespace VaeCodec.Codec.Tests.Archives;

/// <summary>-log2 p(x, z) + log2 q(z | x) in double precision, from the floats of the networks, with nothing rounded or tabulated: what a
/// chain's integers are to come near. Of the coder it has only that every value of a byte has 2^-16 besides, and every bin 2^-24, without
/// which pictures of random models cost what the worst of their symbols do.</summary>
internal sealed class ExactBits(VlaeModel model)
{
    private readonly VlaeSpec _spec = model.Spec;
    private readonly VlaeEngine _engine = new(model, new());

    /// <summary>Of a picture with the bins that were drawn for it.</summary>
    public double Of(byte[] picture, int[] bins)
    {
        float[] z = [.. bins.Select(bin => LatentBins.Centre(bin) / (float)(1 << LatentBins.FractionBits))];
        double bits = 0;
        _engine.See(picture);
        for (int group = 0; group < _spec.Groups.Count; group++)
        {
            ReadOnlySpan<int> own = bins.AsSpan(_spec.LatentsOf(group));
            float[] mean = new float[own.Length], scale = new float[own.Length];
            _engine.Posterior(group, z, mean, scale);
            for (int i = 0; i < own.Length; i++)
                bits += Math.Log2(Mass(own[i], mean[i], scale[i]));
            for (int i = 0; i < own.Length; i++)
            {
                _engine.Prior(group, i, z, mean, scale);
                bits -= Math.Log2((Mass(own[i], mean[i], scale[i]) * (1 - Math.Pow(2, -12))) + Math.Pow(2, -24));
            }
        }

        _engine.Pixels(z, band => new Sum(band, picture, more => bits += more));
        return bits;
    }

    /// <summary>Of a bin: between two quantiles of the logistic distribution of mean 0 and scale 1.</summary>
    private static double Mass(int bin, double mean, double log2Scale)
    {
        return Between(Standard(bin), Standard(bin + 1));

        double Standard(int edge) => (Math.Log(edge / (double)(LatentBins.Count - edge)) - Math.Clamp(mean, -8, 8)) * Math.Pow(2,
            -Math.Clamp(log2Scale, -8, 2));
    }

    /// <summary>The mass between two arguments, infinite ones too; both are moved to the side where small numbers keep their
    /// digits.</summary>
    private static double Between(double from, double to) => from > 0 ? Logistic(-from) - Logistic(-to) : Logistic(to) - Logistic(from);

    private static double Logistic(double t) => 1 / (1 + Math.Exp(-t));

    private sealed class Sum(PixelCnnBand band, byte[] picture, Action<double> add) : IPixelCnnCoder
    {
        public void Code(int channel, ReadOnlySpan<float> parameters, int stride, int count, int row, int column)
        {
            for (int i = 0; i < count; i++)
            {
                int y = row + i, x = column - band.RowLag * i;
                byte value = picture[y * band.Width + x];
                ReadOnlySpan<float> p = parameters.Slice(i * stride, band.Spec.Parameters);
                add(-Math.Log2(band.Spec.IsBinary ? Logistic(value == 0 ? -p[0] : p[0]) : Mixture(p, band.Spec.Components, value)));
                band.Set(channel, y, x, value);
            }
        }

        private static double Mixture(ReadOnlySpan<float> p, int n, byte value)
        {
            double mass = 0, weights = 0;
            for (int k = 0; k < n; k++)
            {
                double weight = Math.Pow(2, p[k]), mean = 128 + (32 * p[n + k]), scale = Math.Pow(2, Math.Clamp(p[(2 * n) + k], -4, 6));
                double from = value == 0 ? double.NegativeInfinity : value - 0.5, to = value == 255 ? double.PositiveInfinity : value + 0.5;
                mass += weight * Between((from - mean) / scale, (to - mean) / scale);
                weights += weight;
            }

            return ((mass / weights * (65536 - 256)) + 1) / 65536;
        }
    }
}
