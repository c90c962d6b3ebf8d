using System.Diagnostics;
using VaeCodec.Inference.Work;

namespace VaeCodec.Bench.Speed;

/// <summary>Time and multiplications of one stage.</summary>
/// <param name="Milliseconds">Wall time.</param>
/// <param name="Multiplies">Multiplications of the network; 0 for what is not network.</param>
internal readonly record struct StageCost(double Milliseconds, long Multiplies);

/// <summary>Adds up the codec's spans (<see cref="CodecActivity"/>) by stage, in the order in which the stages first ended.</summary>
/// <param name="stageOf">The stage of a span's name.</param>
internal sealed class StageClock(Func<string, string> stageOf)
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, StageCost> _costs = [];
    private readonly Lock _lock = new();

    /// <summary>Runs some work and returns what each stage of it cost.</summary>
    public IReadOnlyList<(string Stage, StageCost Cost)> Measure(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        _order.Clear();
        _costs.Clear();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == CodecActivity.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = Add,
        };
        ActivitySource.AddActivityListener(listener);
        work();
        return [.. _order.Select(stage => (stage, _costs[stage]))];
    }

    private void Add(Activity span)
    {
        string stage = stageOf(span.OperationName);
        long multiplies = span.GetTagItem(CodecActivity.MultipliesTag) is long count ? count : 0;
        lock (_lock)
        {
            if (!_costs.TryGetValue(stage, out StageCost cost))
                _order.Add(stage);
            _costs[stage] = new(cost.Milliseconds + span.Duration.TotalMilliseconds, cost.Multiplies + multiplies);
        }
    }
}
