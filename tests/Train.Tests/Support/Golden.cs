using System.Text.Json;
using TorchSharp;

namespace VaeCodec.Train.Tests.Support;

/// <summary>Numbers that the trainers' predecessors in PyTorch computed (Goldens/), and what has to agree with them.</summary>
internal static class Golden
{
    public const double Tolerance = 1e-4;

    public static JsonElement Read(string name)
    {
        using Stream stream = typeof(Golden).Assembly.GetManifestResourceStream(name)!;
        return JsonDocument.Parse(stream).RootElement;
    }

    public static float[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetSingle())];

    /// <summary>L2 norms of tensors by their names.</summary>
    /// <param name="golden">Name to norm.</param>
    /// <param name="tensors">All of them.</param>
    /// <param name="tolerance">Relative.</param>
    /// <param name="absolute">What norms that ought to be zero may be.</param>
    public static void AssertNorms(JsonElement golden, IEnumerable<(string Name, torch.Tensor Tensor)> tensors,
        double tolerance = Tolerance, double absolute = 0)
    {
        (string Name, torch.Tensor Tensor)[] all = [.. tensors];
        Assert.Equal(golden.EnumerateObject().Select(p => p.Name).Order(), all.Select(t => t.Name).Order());
        string[] off = [.. all.Select(t => (t.Name, Expected: golden.GetProperty(t.Name).GetDouble(), Actual: Norm(t.Tensor)))
            .Where(t => !(Math.Abs(t.Actual - t.Expected) <= tolerance * t.Expected + absolute))
            .Select(t => $"{t.Name}: expected {t.Expected:g6}, off by {t.Actual / t.Expected - 1:g2}")];
        Assert.True(off.Length == 0, string.Join("; ", off));
    }

    public static void AssertNear(float[] expected, float[] actual, string what, double tolerance = Tolerance, double absolute = 1e-5)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach ((float e, float a) in expected.Zip(actual))
            AssertNear(e, a, what, tolerance, absolute);
    }

    public static void AssertNear(double expected, double actual, string what, double tolerance = Tolerance, double absolute = 0)
        => Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Abs(expected) + absolute,
            $"{what}: expected {expected:r}, got {actual:r}");

    private static double Norm(torch.Tensor tensor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return tensor.detach().to(torch.ScalarType.Float64).norm().ToDouble();
    }
}
