using VaeCodec.Inference.Gradients;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Networks.Hvae;
using VaeCodec.Tests;

namespace VaeCodec.Inference.Tests.Gradients;

/// <summary>Objective, its gradient with respect to what each latent layer adds, and the picture.</summary>
internal sealed record PassResult(double Objective, float[][] Gradients, float[] Picture);

/// <summary>A pass through a network in which every layer takes z = mu_p / 2 + mu_q / 4 + noise, and the objective is a random projection
/// of the picture: gradients flow through priors and posteriors.</summary>
internal static class Pass
{
    private const int Side = 48;

    public static RateCondition Condition(HvaeModel model) => new(model, [70, 100, 140]);

    public static PassResult Run(HvaeModel model, (int Layer, float[] Direction)? move, float step, EngineOptions options)
    {
        HvaeEngine forward = Forward(model, options);
        var engine = new GradientEngine(forward);
        Tensor[] features = Features(model, forward);
        var latents = new Recording(engine, move, step);
        Variable picture = model.Network.Synthesise(engine, model.Network.TopDown(engine, GradientEngine.Constants(features), latents));
        float[] values = [.. Enumerable.Range(0, Side).SelectMany(y => picture.Value.Row(y).ToArray())];
        float[] weights = Noise.Values(Noise.Of(1, 1, values.Length, 6));
        Tensor gradient = engine.RentPicture();
        for (int y = 0; y < Side; y++)
            weights.AsSpan(y * Side * 3, Side * 3).CopyTo(gradient.Row(y));
        engine.Release(picture);
        engine.Backward(picture, gradient);
        return new(Noise.Dot(values, weights), latents.Gradients, values);
    }

    public static float[] Deterministic(HvaeModel model)
    {
        HvaeEngine engine = Forward(model, new());
        Tensor picture = model.Network.Synthesise(engine, model.Network.TopDown(engine, Features(model, engine), new Plain()));
        return [.. Enumerable.Range(0, Side).SelectMany(y => picture.Row(y).ToArray())];
    }

    private static HvaeEngine Forward(HvaeModel model, EngineOptions options) => new(model, Side, Side, options)
    {
        Condition = Condition(model),
    };

    private static Tensor[] Features(HvaeModel model, HvaeEngine engine)
        => model.Network.Analyse(engine, engine.Picture(RandomModel.Pixels(Side * Side, 4), Side, Side, 3, 3));

    private static Tensor Combine(HvaeLayerSpec layer, Tensor prior, Tensor posterior, Func<int, float> more)
    {
        float[] p = Noise.Values(prior), q = Noise.Values(posterior);
        return Noise.Like(posterior, i => 0.5f * p[i / layer.Latents * 2 * layer.Latents + i % layer.Latents] + 0.25f * q[i] + more(i));
    }

    private static float[] NoiseOf(HvaeLayerSpec layer, Tensor prior) =>
        Noise.Values(Noise.Of(prior.Height, prior.Width, layer.Latents, 40 + layer.Index));

    private sealed class Plain : ILatentLayerHandler<Tensor>
    {
        public bool WantsPosterior(HvaeLayerSpec layer) => true;

        public Tensor Resolve(HvaeLayerSpec layer, Tensor prior, Tensor? posterior)
        {
            float[] noise = NoiseOf(layer, prior);
            return Combine(layer, prior, posterior!, i => noise[i]);
        }
    }

    private sealed class Recording(GradientEngine engine, (int Layer, float[] Direction)? move, float step) : ILatentLayerHandler<Variable>
    {
        private readonly SortedList<int, float[]> _gradients = [];

        public float[][] Gradients => [.. _gradients.Values];

        public bool WantsPosterior(HvaeLayerSpec layer) => true;

        public Variable Resolve(HvaeLayerSpec layer, Variable prior, Variable? posterior)
        {
            float[] noise = NoiseOf(layer, prior.Value);
            float[]? direction = move?.Layer == layer.Index ? move.Value.Direction : null;
            Tensor z = Combine(layer, prior.Value, posterior!.Value, i => noise[i] + (direction is null ? 0 : step * direction[i]));
            return engine.Operation(z, gradient =>
            {
                float[] g = Noise.Values(gradient);
                _gradients.Add(layer.Index, g);
                Add(engine.GradientOf(prior), i => i % (2 * layer.Latents) < layer.Latents
                    ? 0.5f * g[i / (2 * layer.Latents) * layer.Latents + i % (2 * layer.Latents)] : 0);
                Add(engine.GradientOf(posterior), i => 0.25f * g[i]);
            });
        }

        private static void Add(Tensor sum, Func<int, float> addend)
        {
            float[] before = Noise.Values(sum);
            Noise.Like(sum, i => before[i] + addend(i), sum);
        }
    }
}
