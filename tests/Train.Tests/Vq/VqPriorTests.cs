using TorchSharp;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Vq;

namespace VaeCodec.Train.Tests.Vq;

public sealed class VqPriorTests
{
    private const int Codes = 6, Side = 7;

    [Fact]
    public void APositionKnowsTheCodesBeforeItAlone()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        torch.manual_seed(4);
        using VqPrior prior = new(Codes, 8, 2);
        torch.Tensor codes = torch.randint(Codes, [2, Side, Side], torch.ScalarType.Int64);
        float[] before = prior.Logits(codes).permute(0, 2, 3, 1).Values();
        const int Changed = (3 * Side) + 4;
        torch.Tensor others = codes.clone();
        others[0, 3, 4] = (codes[0, 3, 4] + 1).remainder(Codes);
        float[] after = prior.Logits(others).permute(0, 2, 3, 1).Values();
        for (int at = 0; at < Side * Side; at++)
        {
            bool same = before.AsSpan(at * Codes, Codes).SequenceEqual(after.AsSpan(at * Codes, Codes));
            if (at <= Changed)
                Assert.True(same, $"position {at} sees {Changed}");
            else if (at == Changed + 1 || at == Changed + Side)
                Assert.False(same, $"position {at} does not see {Changed}");
        }

        Assert.Equal(before[(Side * Side * Codes)..], after[(Side * Side * Codes)..]);
    }

    [Fact]
    public void ARowByItselfIsThatOfTheWhole()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        torch.manual_seed(5);
        using VqPrior prior = new(Codes, 8, 2);
        torch.Tensor codes = torch.randint(Codes, [2, Side, Side], torch.ScalarType.Int64), all = prior.Logits(codes);
        for (int y = 0; y < Side; y++)
            Assert.True((prior.Row(codes, y) - all.select(2, y)).abs().max().item<float>() < 1e-5f, $"row {y}");
    }

    [Fact]
    public void IntervalsFillTheRangeAndLeaveNoneEmpty()
    {
        float[] logits = [0, -200, 3, 2.5f, -7, 3];
        var intervals = CodeIntervals.Of(logits);
        uint end = 0;
        double sum = logits.Sum(l => Math.Exp(l));
        for (int code = 0; code < logits.Length; code++)
        {
            (uint start, uint frequency) = intervals[code];
            Assert.Equal(end, start);
            Assert.True(frequency > 0);
            Assert.Equal(Math.Exp(logits[code]) / sum, frequency / (double)(1 << CodeIntervals.Precision), 1e-6);
            Assert.Equal(code, intervals.Find(start));
            Assert.Equal(code, intervals.Find(start + frequency - 1));
            end = start + frequency;
        }

        Assert.Equal(1u << CodeIntervals.Precision, end);
    }
}
