using System.Text.Json;
using VaeCodec.Tests;
using VaeCodec.Train.Lab;
using VaeCodec.Train.Network;
using VaeCodec.Train.Tests.Support;

namespace VaeCodec.Train.Tests.Lab;

/// <summary>Against what the predecessor in Python computed (Goldens/latent-statistics.json).</summary>
public sealed class LatentTablesTests
{
    private static readonly JsonElement s_golden = Golden.Read("latent-statistics.json");

    [Fact]
    public void RatesOfTheGaussianTable()
    {
        Golden.AssertNear(Numbers("bits"), [.. ((int[])[0, 30, 80]).SelectMany(s => LatentTables.Gaussian[s].Take(4)
            .Select(b => (float)b))], "bits");
        Golden.AssertNear(Numbers("expected"), [.. ((int[])[0, 20, 40, 80]).Select(s => (float)LatentTables.Expected[s])], "expected");
    }

    [Fact]
    public void FittedTablesAndMovedScales()
    {
        LayerSymbols[] data = [.. Enumerable.Range(0, 4).Select(Layer)], train = [data[0], data[2]];
        Assert.Equal(s_golden.GetProperty("context").EnumerateArray().Select(v => v.GetInt32()), LatentTables.ContextsOf(data[0]));
        double[][] table = LatentTables.Fit(train);
        int[] shifts = LatentTables.BestShifts(train);
        Assert.Equal(s_golden.GetProperty("shifts").EnumerateArray().Select(v => v.GetInt32()), shifts);
        Golden.AssertNear(Numbers("table"), [.. ((int[])[0, 30, 60]).SelectMany(s => ((int[])[0, 1, 5, 39])
            .Select(k => (float)table[s][k]))], "table");
        (double Plain, double Fitted, double Moved)[] sums = [.. ((int[])[1, 3]).Select(i => LatentTables.Measure(data[i], table, shifts))];
        Golden.AssertNear(s_golden.GetProperty("plain").GetDouble(), sums.Sum(s => s.Plain), "plain");
        Golden.AssertNear(s_golden.GetProperty("fitted").GetDouble(), sums.Sum(s => s.Fitted), "fitted");
        Golden.AssertNear(s_golden.GetProperty("moved").GetDouble(), sums.Sum(s => s.Moved), "moved");
    }

    [Fact]
    public void StatisticsOfANetwork()
    {
        Libtorch.Require();
        using TorchParameters parameters = TorchParameters.Of(RandomModel.Weights(1));
        LatentStatistics[] rows = [.. LatentStatistics.Of(parameters, [Tiny.Picture(0, 130, 70), Tiny.Picture(1, 80, 64)])];
        Assert.Equal([0.1, 0.4, 0.7], rows.Select(r => r.Position));
        Assert.All(rows, r => Assert.True(r.Bytes > 0 && r.Fitted is > -1 and < 1 && r.Moved is > -1 and < 1));
        Assert.True(rows[0].Bytes > rows[2].Bytes);
    }

    private static LayerSymbols Layer(int i)
    {
        const int Count = 3 * 6 * 5;
        float[] u = Hashed.Values($"symbol {i}", Count, 1), v = Hashed.Values($"scale {i}", Count, 1);
        int[] scales = Array.ConvertAll(v, x => (int)Math.Clamp(MathF.Round((x * 0.5f + 0.5f) * 80), 0, 80));
        int[] magnitudes = [.. u.Zip(scales, (x, s) => Math.Min(LatentTables.Support - 1,
            (int)Math.Floor(-(double)MathF.Log(MathF.Max(1 - (x * 0.5f + 0.5f), 1e-3f)) * Math.Pow(2, s / 8.0 - 4))))];
        return new(3, 6, 5, magnitudes, scales);
    }

    private static float[] Numbers(string name) => Golden.Numbers(s_golden.GetProperty(name));
}
