using VaeCodec.Networks.Hvae;

namespace VaeCodec.Bench.Speed;

/// <summary>One run's medians over the images; rates in GMAC/s.</summary>
internal sealed record BreakdownResult
{
    public required int Images { get; init; }

    public required double Quality { get; init; }

    public required int Threads { get; init; }

    public required HvaeCost Cost { get; init; }

    /// <summary>Of the best kernel on one thread.</summary>
    public required double PeakOneThread { get; init; }

    /// <summary>Of the best kernel on all threads.</summary>
    public required double Peak { get; init; }

    /// <summary>Of the best kernel per second of processor time, which other programs on the machine disturb less.</summary>
    public required double PeakPerProcessorSecond { get; init; }

    public required PassTimes Encode { get; init; }

    public required PassTimes Decode { get; init; }
}
