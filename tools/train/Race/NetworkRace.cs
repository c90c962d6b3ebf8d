using System.Diagnostics;
using TorchSharp;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Network;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Race;

/// <summary>The same network on the same picture by the deterministic engine and by libtorch, single precision both, in turn.</summary>
internal sealed class NetworkRace(HvaeWeights weights, int threads)
{
    private readonly HvaeModel _model = new(weights);

    /// <summary>Times encoder passes (analysis, top-down with posteriors, synthesis) and decoder passes (top-down, synthesis) over the
    /// picture, edges repeated to whole blocks.</summary>
    /// <exception cref="TorchException">There is no libtorch here.</exception>
    public RaceTimes Run(PixelImage image, int rounds, CancellationToken cancellationToken)
    {
        int stride = weights.Network.Spec.CoarsestStride;
        int height = (image.Height + stride - 1) / stride * stride, width = (image.Width + stride - 1) / stride * stride;
        byte[] beta = [.. weights.Network.Layers.Select(_ => RateMultiplier.FromLog2(_model.Range.Log2Middle))];
        NativeTorch.Require("cpu");
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        torch.set_num_threads(threads);
        using TorchParameters parameters = TorchParameters.Of(weights);
        var twin = new TorchEngine(parameters) { CoarsestGrid = (1, height / stride, width / stride) };
        twin.Condition(TensorValues.Tensor([.. beta.Select(b => (float)RateMultiplier.Log2(b))], 1, beta.Length));
        var engine = new HvaeEngine(_model, height, width, new EngineOptions { Threads = threads, CancellationToken = cancellationToken })
        {
            Condition = new RateCondition(_model, beta),
        };
        torch.Tensor planar = Planar(engine, image, height, width);
        Action[] passes =
        [
            () => Pass(engine, engine.Picture(image.Pixels, image.Width, image.Height, image.Channels, 3)),
            () => Pass(engine, null),
            () => TorchPass(twin, planar),
            () => TorchPass(twin, null),
        ];
        double[][] times = Times(passes, rounds, cancellationToken);
        return new(times[0], times[1], times[2], times[3]);
    }

    private static double[][] Times(Action[] passes, int rounds, CancellationToken cancellationToken)
    {
        var times = new double[passes.Length][];
        for (int p = 0; p < passes.Length; p++)
        {
            times[p] = new double[rounds];
            passes[p]();
        }

        for (int round = 0; round < rounds; round++)
        {
            for (int p = 0; p < passes.Length; p++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                long start = Stopwatch.GetTimestamp();
                passes[p]();
                times[p][round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        return times;
    }

    private void Pass(HvaeEngine engine, Tensor? picture)
    {
        HvaeNetwork network = weights.Network;
        Tensor[]? features = picture is null ? null : network.Analyse(engine, picture);
        var step = new PriorMean<Tensor>(picture is not null, engine.MeanLatents);
        engine.Release(network.Synthesise(engine, network.TopDown(engine, features, step)));
    }

    private void TorchPass(TorchEngine engine, torch.Tensor? picture)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        HvaeNetwork network = weights.Network;
        torch.Tensor[]? features = picture is null ? null : network.Analyse(engine, picture);
        var step = new PriorMean<torch.Tensor>(picture is not null, (_, prior) => prior.chunk(2, 1)[0]);
        network.Synthesise(engine, network.TopDown(engine, features, step));
    }

    private static torch.Tensor Planar(HvaeEngine engine, PixelImage image, int height, int width)
    {
        Tensor picture = engine.Picture(image.Pixels, image.Width, image.Height, image.Channels, 3);
        var values = new float[3 * height * width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                for (int c = 0; c < 3; c++)
                    values[(c * height + y) * width + x] = picture.At(y, x)[c] / 4 + 0.5f;
            }
        }

        engine.Release(picture);
        return ChannelsLast.Of(TensorValues.Tensor(values, 1, 3, height, width));
    }
}
