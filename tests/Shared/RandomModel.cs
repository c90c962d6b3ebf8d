using System.Security.Cryptography;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Tests;

/// <summary>Weight files with random weights, for tests that care about arithmetic and not about pictures.</summary>
internal static class RandomModel
{
    public static readonly HvaeSpec SmallSpec = new()
    {
        Name = "random",
        Widths = [32, 64, 32],
        AnalysisBlocks = [1, 1, 2],
        Latents = [[5], [7, 40]],
        SynthesisBlocks = 1,
        Embedding = 8,
        Log2Scale = [-4, 6],
        BetaRange = [1.0 / 16384, 1.0 / 64],
    };

    /// <summary>A weight file whose activations stay near 1, so that clamps and ties do not hide differences.</summary>
    public static byte[] File(HvaeSpec spec, int seed)
    {
        var random = new Random(seed);
        var network = new HvaeNetwork(spec);
        IEnumerable<(string, int[], float[])> tensors = network.Parameters.Select(p =>
        {
            int fanIn = p.Shape.Length == 1 ? 16 : p.Shape.Skip(1).Aggregate(1, (a, b) => a * b);
            double scale = 1.7 / Math.Sqrt(Math.Max(fanIn, 1));
            return (p.Name, p.Shape, Enumerable.Range(0, p.Shape.Aggregate(1, (a, b) => a * b))
                .Select(_ => (float)((random.NextDouble() * 2 - 1) * scale)).ToArray());
        });
        return SafeTensors.WriteHalf(tensors, new Dictionary<string, string> { ["spec"] = spec.ToJson() });
    }

    public static HvaeWeights Weights(int seed, HvaeSpec? spec = null) => HvaeWeights.Parse(File(spec ?? SmallSpec, seed));

    /// <summary>Interleaved RGB noise.</summary>
    public static byte[] Pixels(int count, int seed)
    {
        var pixels = new byte[count * 3];
        new Random(seed).NextBytes(pixels);
        return pixels;
    }

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
