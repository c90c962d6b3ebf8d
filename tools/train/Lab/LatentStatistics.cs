using TorchSharp;
using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Data;
using VaeCodec.Train.Network;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Lab;

/// <summary>What better tables would save of the latents' bits; fitted on one half of the pictures, measured on the other.</summary>
/// <param name="Position">Of the rate multiplier in the trained range, 0..1.</param>
/// <param name="Bytes">By the codec's tables.</param>
/// <param name="Fitted">By tables fitted to every layer and scale, relative to that.</param>
/// <param name="Moved">With scales moved by the neighbours, likewise.</param>
internal sealed record LatentStatistics(double Position, double Bytes, double Fitted, double Moved)
{
    private static readonly double[] s_positions = [0.1, 0.4, 0.7];

    /// <summary>Takes them.</summary>
    /// <param name="parameters">Of the flagship.</param>
    /// <param name="photos">Sides at least the coarsest stride's.</param>
    /// <param name="cancellationToken">Takes effect between pictures.</param>
    public static IEnumerable<LatentStatistics> Of(TorchParameters parameters, IReadOnlyList<Photo> photos,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(photos);
        using var garbage = new GarbageBetweenSteps();
        foreach (double position in s_positions)
        {
            LayerSymbols[][] pictures = [.. photos.Select(photo =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                garbage.Collect();
                return Symbols(parameters, photo, position);
            })];
            double plain = 0, fitted = 0, moved = 0;
            for (int layer = 0; layer < parameters.Network.Layers.Count; layer++)
            {
                for (int half = 0; half < 2; half++)
                {
                    LayerSymbols[] train = Half(half), test = Half(1 - half);
                    double[][] table = LatentTables.Fit(train);
                    int[] shifts = LatentTables.BestShifts(train);
                    foreach (LayerSymbols symbols in test)
                    {
                        (double p, double f, double m) = LatentTables.Measure(symbols, table, shifts);
                        (plain, fitted, moved) = (plain + p, fitted + f, moved + m);
                    }
                }

                LayerSymbols[] Half(int which) => [.. pictures.Where((_, i) => i % 2 == which).Select(p => p[layer])];
            }

            yield return new(position, plain / 8, fitted / plain - 1, moved / plain - 1);
        }
    }

    private static LayerSymbols[] Symbols(TorchParameters parameters, Photo photo, double position)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        HvaeSpec spec = parameters.Network.Spec;
        var range = RateRange.Of(spec);
        int stride = spec.CoarsestStride, height = photo.Height / stride * stride, width = photo.Width / stride * stride;
        torch.Tensor picture = TrainingBatch.ToPicture(photo.Rgb, 1, photo.Height, photo.Width, "cpu")
            .narrow(2, 0, height).narrow(3, 0, width);
        float[] rates = [.. Enumerable.Repeat((float)(range.Log2Low + position * (range.Log2High - range.Log2Low)), spec.Layers)];
        var symbols = new LayerSymbols[spec.Layers];
        RateDistortion.Measure(new(parameters), picture, TensorValues.Tensor(rates, 1, spec.Layers),
            steps => new Observing(spec, steps, symbols));
        return symbols;
    }

    /// <summary>Quantises, and notes the symbols.</summary>
    private sealed class Observing(HvaeSpec spec, torch.Tensor[] log2Steps, LayerSymbols[] symbols) : QuantisedLatents(spec, log2Steps)
    {
        private readonly torch.Tensor[] _log2Steps = log2Steps;
        private readonly HvaeSpec _spec = spec;

        public override torch.Tensor Resolve(HvaeLayerSpec layer, torch.Tensor prior, torch.Tensor? posterior)
        {
            int n = layer.Latents;
            torch.Tensor step = _log2Steps[layer.Index];
            double low = _spec.Log2Scale[0], high = _spec.Log2Scale[1];
            torch.Tensor k = ((posterior! - prior.narrow(1, 0, n)) * (-step).exp2()).round().abs()
                .clamp_max((Scalar)(LatentTables.Support - 1));
            torch.Tensor s = (((prior.narrow(1, n, n) - step).clamp((Scalar)low, (Scalar)high) - low) * 8.0).round();
            symbols[layer.Index] = new(n, (int)k.shape[2], (int)k.shape[3], Integers(k), Integers(s));
            return base.Resolve(layer, prior, posterior);
        }

        private static int[] Integers(torch.Tensor tensor) => Array.ConvertAll(tensor.Values(), v => (int)v);
    }
}
