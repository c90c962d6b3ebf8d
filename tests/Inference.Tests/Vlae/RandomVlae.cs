using VaeCodec.Inference.Tests.PixelCnn;
using VaeCodec.Networks.Layers;
using VaeCodec.Networks.Vlae;

namespace VaeCodec.Inference.Tests.Vlae;

/// <summary>Models of small pictures with random weights, through the weight file: one of each kind.</summary>
internal static class RandomVlae
{
    /// <summary>One group, bytes.</summary>
    public static readonly VlaeSpec Small = new()
    {
        Side = 12,
        Latents = 5,
        Encoder = [[1, 32, 4, 4, 1], [32, 40, 3, 1, 1], [40, 96, 1, 1, 1], [96, 10, 3, 3, 1]],
        Decoder = [[5, 360, 1, 1, 3], [40, 33, 3, 1, 1], [33, 48, 1, 1, 4]],
        Pixels = RandomPixelModel.Spec(5, 3) with { Colours = 1 },
    };

    /// <summary>Two groups, the lower one a ladder; the decoder takes both.</summary>
    public static readonly VlaeSpec Ladder = Small with
    {
        Latents = 7,
        Encoder = [[1, 32, 4, 4, 1], [32, 17, 3, 3, 1]],
        StoredGroups =
        [
            new() { Latents = 3, Posterior = [[17, 40, 1, 1, 1], [40, 6, 1, 1, 1]] },
            new() { Latents = 4, Posterior = [[20, 8, 1, 1, 1]], Prior = [[3, 9, 1, 1, 1], [9, 8, 1, 1, 1]], IsLadder = true },
        ],
        Decoder = [[7, 360, 1, 1, 3], [40, 33, 3, 1, 1], [33, 48, 1, 1, 4]],
    };

    /// <summary>Binary pictures, two groups with autoregressive priors; the decoder takes the lower one.</summary>
    public static readonly VlaeSpec Flow = Ladder with
    {
        StoredGroups =
        [
            new() { Latents = 2, Posterior = [[17, 4, 1, 1, 1]], Prior = [[2, 5, 1, 1, 1], [5, 4, 1, 1, 1]], IsAutoregressive = true },
            new() { Latents = 5, Posterior = [[19, 10, 1, 1, 1]], Prior = [[7, 10, 1, 1, 1]], IsAutoregressive = true },
        ],
        Decoder = Small.Decoder,
        Pixels = Small.Pixels with { Values = 2, Components = 0, Log2Scale = [] },
    };

    /// <summary>Three groups, inferred upwards.</summary>
    public static readonly VlaeSpec Swap = Small with
    {
        Latents = 9,
        Encoder = [[1, 32, 4, 4, 1], [32, 10, 3, 3, 1]],
        StoredGroups =
        [
            new() { Latents = 1, Posterior = [[3, 2, 1, 1, 1]] },
            new() { Latents = 3, Posterior = [[5, 6, 1, 1, 1]], Prior = [[1, 6, 1, 1, 1]] },
            new() { Latents = 5, Prior = [[3, 33, 1, 1, 1], [33, 10, 1, 1, 1]] },
        ],
        Inference = "up",
    };

    /// <summary>A model of random weights.</summary>
    /// <param name="spec">Its sizes.</param>
    /// <param name="seed">The same weights for the same seed.</param>
    /// <param name="gain">Below 1, latents are nearer to their priors, as training has them.</param>
    public static VlaeWeights Weights(VlaeSpec spec, int seed, float gain = 1) => VlaeWeights.Parse(File(spec, seed, gain));

    /// <summary>Its weight file.</summary>
    public static byte[] File(VlaeSpec spec, int seed, float gain = 1)
    {
        var random = new Random(seed);
        (string, int[])[] layers =
        [
            .. spec.EncoderLayers.Concat(spec.DecoderLayers)
                .Concat(Enumerable.Range(0, spec.Groups.Count).SelectMany(group => spec.PosteriorLayers(group)
                    .Concat(spec.PriorLayers(group)))).SelectMany(layer => new (string, int[])[]
            {
                ($"{layer.Name}.weight", [layer.Out, layer.In, layer.Kernel, layer.Kernel]), ($"{layer.Name}.bias", [layer.Out]),
            }),
        ];
        return SafeTensors.WriteHalf(
            [.. layers.Select(s => Tensor(s, gain)), .. RandomPixelModel.Shapes(spec.Pixels).Select(s => Tensor(s, 1))],
                new Dictionary<string, string> { ["spec"] = spec.ToJson() });

        (string, int[], float[]) Tensor((string Name, int[] Shape) shape, float by) =>
            (shape.Name, shape.Shape, [.. RandomPixelModel.Values(random, shape.Shape).Select(v => by * v)]);
    }
}
