using TorchSharp;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Vlae;

namespace VaeCodec.Train.Window;

/// <summary>What latents decode to without any true pixel.</summary>
internal static class WindowSample
{
    private const double Darkest = -4, Lightest = 127 / 32.0;

    /// <summary>In coding order each pixel is drawn, or is the mean of its distribution, and is what those after it see.</summary>
    /// <param name="net">The network.</param>
    /// <param name="z">[1, 8, h, w].</param>
    /// <param name="price">[1].</param>
    /// <param name="sample">Whether pixels are drawn.</param>
    /// <returns>Interleaved RGB.</returns>
    public static byte[] Decode(WindowVae net, torch.Tensor z, torch.Tensor price, bool sample)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(z);
        using IDisposable guard = torch.no_grad();
        using DisposeScope all = torch.NewDisposeScope();
        torch.Tensor features = net.Features(z, price);
        int reach = net.Pixels.Spec.Window / 2, height = (int)z.shape[2] * WindowVae.Grid, width = (int)z.shape[3] * WindowVae.Grid;
        torch.Tensor known = torch.zeros(1, height + reach, width + 2 * reach, 3);

        using var garbage = new GarbageBetweenSteps();
        // A pixel that is reach + 1 columns behind the row above has all that it sees.
        for (int t = 0; t < width + (reach + 1) * (height - 1); t++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            int first = Math.Max(0, (t - width + reach + 1) / (reach + 1)), last = Math.Min(height - 1, t / (reach + 1));
            torch.Tensor rows = torch.arange(first, last + 1), columns = t - (reach + 1) * rows;
            torch.Tensor pixel = torch.zeros(rows.shape[0], 3);
            torch.Tensor window = net.Windows(known, reach, features, rows, columns);
            foreach ((int c, torch.Tensor parameters) in net.Pixels.Distributions(window, price.expand(rows.shape[0]), pixel).Index())
                pixel.select(1, c).copy_(Value(net, parameters, sample));
            known[0].index_put_(pixel, torch.TensorIndex.Tensor(rows + reach), torch.TensorIndex.Tensor(columns + reach));
            garbage.Collect();
        }

        torch.Tensor picture = WindowVae.Picture(known, reach);
        return (picture * 32.0 + 128.0).round().clamp((Scalar)0, (Scalar)255).to(torch.ScalarType.Byte).contiguous().bytes.ToArray();
    }

    private static torch.Tensor Value(WindowVae net, torch.Tensor parameters, bool sample)
    {
        torch.Tensor[] parts = parameters.chunk(3, 1);
        torch.Tensor share = (parts[0] * Math.Log(2)).softmax(1), value;
        if (sample)
        {
            torch.Tensor one = share.multinomial(1);
            IReadOnlyList<double> range = net.Pixels.Spec.Log2Scale;
            torch.Tensor scale = parts[2].clamp((Scalar)range[0], (Scalar)range[1]) - 5.0; // of gray levels
            value = LogisticLatents.Draw(new(parts[1].gather(1, one), scale.gather(1, one)), like => torch.rand_like(like)).squeeze(1);
        }
        else
        {
            value = (share * parts[1].clamp((Scalar)Darkest, (Scalar)Lightest)).sum([1L]);
        }

        return (value * 32.0).round().clamp((Scalar)(-128), (Scalar)127) * (1 / 32.0);
    }
}
