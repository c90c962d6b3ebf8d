using System.Diagnostics;
using VaeCodec.Train.Data;
using VaeCodec.Train.Network;

namespace VaeCodec.Train.Training;

/// <summary>The held-out curves of a run's sources.</summary>
internal static class HeldOutCurves
{
    /// <summary>Evaluates every source, the first one first.</summary>
    /// <param name="parameters">Must not ask for gradients.</param>
    /// <param name="sources">Each with what it holds out.</param>
    /// <param name="bf16">Whether convolutions run in bfloat16, as in training; the codec's are single precision.</param>
    /// <param name="limit">How long all may take together, each an equal part of what is left; null for no limit.</param>
    /// <param name="cancellationToken">Takes effect between pictures.</param>
    public static IReadOnlyList<HeldOutCurve> Of(TorchParameters parameters, IReadOnlyList<PictureSource> sources, bool bf16,
        TimeSpan? limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var clock = Stopwatch.StartNew();
        return [.. sources.Select((s, i) =>
        {
            TimeSpan? share = (limit - clock.Elapsed) / (sources.Count - i);
            (IReadOnlyList<HeldOutPoint> rows, int pictures) = HeldOutEvaluation.Run(new(parameters) { Bf16 = bf16 },
                s.Photos.HeldOut, share, cancellationToken);
            return new HeldOutCurve(s.Name, pictures, s.Photos.HeldOut.Count, rows);
        })];
    }
}
