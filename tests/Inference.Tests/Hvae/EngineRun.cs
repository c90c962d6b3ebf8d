using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Reference;
using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Inference.Tests.Hvae;

/// <summary>One pass of a network through both engines, with quantised latents.</summary>
internal static class EngineRun
{
    public static (byte[] Pixels, int[] Symbols, byte[] Scales) Deterministic(HvaeModel model, RateCondition condition, byte[] pixels,
        int height, int width,
        EngineOptions options)
    {
        int stride = model.Network.Spec.CoarsestStride;
        int paddedHeight = (height + stride - 1) / stride * stride, paddedWidth = (width + stride - 1) / stride * stride;
        var engine = new HvaeEngine(model, paddedHeight, paddedWidth, options) { Condition = condition };
        var step = new Step(engine, condition);
        var rebuilt = new byte[pixels.Length];
        new HvaeEncoderPass(engine, step, picture => Take(engine, picture, width, height, rebuilt))
            .Run(rows => engine.Picture(pixels, width, height, 3, 3, rows));
        return (rebuilt, [.. step.Symbols.SelectMany(s => s)], [.. step.Scales.SelectMany(s => s)]);
    }

    /// <summary>The picture from the symbols, layer by layer.</summary>
    public static byte[] Decoded(HvaeModel model, RateCondition condition, int[] symbols, int height, int width, EngineOptions options)
    {
        int stride = model.Network.Spec.CoarsestStride;
        var engine = new HvaeEngine(model, (height + stride - 1) / stride * stride, (width + stride - 1) / stride * stride, options)
        {
            Condition = condition,
        };
        var pass = new HvaeDecoderPass(engine);
        var rebuilt = new byte[height * width * 3];
        pass.Synthesise(pass.Layers(new Replay(engine, symbols)), picture => Take(engine, picture, width, height, rebuilt));
        return rebuilt;
    }

    private static void Take(HvaeEngine engine, Tensor picture, int width, int height, byte[] rebuilt)
    {
        for (int y = picture.Rows.Top; y < Math.Min(height, picture.Rows.Bottom); y++)
            ByteRow.Run(picture.Row(y), rebuilt.AsSpan(y * width * 3, width * 3));
        engine.Release(picture);
    }

    public static (byte[] Pixels, int[] Symbols) Reference(HvaeWeights weights, RateCondition condition, byte[] pixels, int height,
        int width)
    {
        var engine = new ReferenceHvae(weights, condition, height, width);
        var values = new float[3 * height * width];
        for (int i = 0; i < height * width; i++)
        {
            for (int c = 0; c < 3; c++)
                values[c * height * width + i] = (pixels[3 * i + c] * (1f / 255f) - 0.5f) * 4f;
        }

        var step = new ReferenceStep(condition);
        ReferenceTensor[] features = weights.Network.Analyse(engine, new ReferenceTensor(3, height, width, values));
        ReferenceTensor picture = weights.Network.Synthesise(engine, weights.Network.TopDown(engine, features, step));
        var rebuilt = new byte[pixels.Length];
        for (int i = 0; i < height * width; i++)
        {
            for (int c = 0; c < 3; c++)
                rebuilt[3 * i + c] = (byte)MathF.Round(Math.Clamp(picture.Values[c * height * width + i] * 255f, 0f, 255f));
        }

        return (rebuilt, [.. step.Symbols]);
    }

    private sealed class Step(HvaeEngine engine, RateCondition condition) : ILatentLayerHandler<Tensor>
    {
        public List<int[]> Symbols { get; } = [];

        public List<byte[]> Scales { get; } = [];

        public bool WantsPosterior(HvaeLayerSpec layer) => true;

        public Tensor Resolve(HvaeLayerSpec layer, Tensor prior, Tensor? posterior)
        {
            LatentStepSize step = condition.Layers[layer.Index];
            var area = new CodedArea(prior.Rows.GridHeight, prior.Width);
            if (layer.Index == Symbols.Count)
            {
                Symbols.Add(new int[area.Symbols(layer.Latents)]);
                Scales.Add(new byte[area.Symbols(layer.Latents)]);
            }

            (int first, int count) = area.SymbolsOf(prior.Rows, layer.Latents);
            Memory<int> symbols = Symbols[layer.Index].AsMemory(first, count);
            Span<byte> scales = Scales[layer.Index].AsSpan(first, count);
            for (int at = 0, y = prior.Rows.Top; y < prior.Rows.Bottom; y++)
            {
                for (int x = 0; x < prior.Width; x++, at += layer.Latents)
                {
                    Span<float> mean = prior.At(y, x)[..layer.Latents], wanted = posterior!.At(y, x);
                    for (int c = 0; c < layer.Latents; c++)
                        symbols.Span[at + c] = (int)MathF.Round((wanted[c] - mean[c]) * step.InverseStep);
                    ScaleIndexRow.Run(prior.At(y, x)[layer.Latents..], step.Log2Step, -4, 10, 8, scales.Slice(at, layer.Latents));
                }
            }

            return engine.Latents(layer, prior, symbols, area);
        }
    }

    private sealed class Replay(HvaeEngine engine, int[] symbols) : ILatentLayerHandler<Tensor>
    {
        private int _at;

        public bool WantsPosterior(HvaeLayerSpec layer) => false;

        public Tensor Resolve(HvaeLayerSpec layer, Tensor prior, Tensor? posterior)
        {
            var area = new CodedArea(prior.Rows.GridHeight, prior.Width);
            int count = area.SymbolsOf(prior.Rows, layer.Latents).Count;
            _at += count;
            return engine.Latents(layer, prior, symbols.AsMemory(_at - count, count), area);
        }
    }

    private sealed class ReferenceStep(RateCondition condition) : ILatentLayerHandler<ReferenceTensor>
    {
        public List<int> Symbols { get; } = [];

        public bool WantsPosterior(HvaeLayerSpec layer) => true;

        public ReferenceTensor Resolve(HvaeLayerSpec layer, ReferenceTensor prior, ReferenceTensor? posterior)
        {
            LatentStepSize step = condition.Layers[layer.Index];
            var z = new ReferenceTensor(layer.Latents, prior.Height, prior.Width, new float[layer.Latents * prior.Height * prior.Width]);
            for (int y = 0; y < z.Height; y++)
            {
                for (int x = 0; x < z.Width; x++)
                {
                    for (int c = 0; c < z.Channels; c++)
                    {
                        int k = (int)MathF.Round((posterior![c, y, x] - prior[c, y, x]) * step.InverseStep);
                        Symbols.Add(k);
                        z.Values[(c * z.Height + y) * z.Width + x] = MathF.FusedMultiplyAdd(k, step.Step, prior[c, y, x]);
                    }
                }
            }

            return z;
        }
    }
}
