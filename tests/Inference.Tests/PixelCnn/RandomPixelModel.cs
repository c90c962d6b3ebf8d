using VaeCodec.Networks.Layers;
using VaeCodec.Networks.PixelCnn;

namespace VaeCodec.Inference.Tests.PixelCnn;

/// <summary>Pixel networks with random weights, through the weight file.</summary>
internal static class RandomPixelModel
{
    public static PixelCnnSpec Spec(int window, int baseWindow, int hidden = 40, int components = 3) => new()
    {
        Window = window,
        BaseWindow = baseWindow,
        Linear = 5,
        Hidden = hidden,
        Deep = 2,
        Head = 9,
        Components = components,
        Log2Scale = [-4, 6],
    };

    public static PixelCnnWeights Weights(PixelCnnSpec spec, int seed) => PixelCnnWeights.Parse(File(spec, seed));

    public static byte[] File(PixelCnnSpec spec, int seed)
    {
        var random = new Random(seed);
        IEnumerable<(string, int[])> shapes = [("linear_rate", [spec.Linear]), ("first_rate", [spec.Hidden]), .. Shapes(spec)];
        return SafeTensors.WriteHalf(
            shapes.Select(s => (s.Item1, s.Item2, Values(random, s.Item2))), new Dictionary<string, string> { ["spec"] = spec.ToJson() });
    }

    /// <summary>All tensors but those of a rate.</summary>
    public static IEnumerable<(string Name, int[] Shape)> Shapes(PixelCnnSpec spec) =>
    [
        .. Layer("linear", spec.Linear, spec.Inputs),
        .. Layer("first", spec.Hidden, spec.Inputs),
        .. Enumerable.Range(0, spec.Deep).SelectMany(i => Layer($"deep.{i}", spec.Hidden, spec.Hidden)),
        .. Enumerable.Range(0, spec.Colours).SelectMany(c => Layer($"head.{c}", spec.Head, spec.Hidden + spec.Linear + c)),
        .. Enumerable.Range(0, spec.Colours).SelectMany(c => Layer($"out.{c}", spec.Parameters, spec.Head + spec.Linear + c)),
    ];

    private static IEnumerable<(string, int[])> Layer(string name, int outputs, int inputs) =>
        [($"{name}.weight", [outputs, inputs]), ($"{name}.bias", [outputs])];

    public static float[] Values(Random random, int[] shape)
    {
        double scale = 1.7 / Math.Sqrt(shape.Length == 1 ? 16 : shape[1..].Aggregate((a, b) => a * b));
        return [.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(_ => (float)((random.NextDouble() * 2 - 1) * scale))];
    }
}
