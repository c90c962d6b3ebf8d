namespace VaeCodec.Train.Loop;

/// <summary>What the loop knows when a line of the log is due.</summary>
/// <param name="Step">Steps taken, over all calls.</param>
/// <param name="Seconds">Time spent training, over all calls.</param>
/// <param name="Since">Seconds since the line before, or the start of the call.</param>
/// <param name="Share">Of the peak learning rates that the last step had.</param>
internal sealed record LoopLine(long Step, double Seconds, double Since, double Share)
{
    /// <summary>A number as the log has it: null where there is none yet, since JSON has no NaN.</summary>
    public static double? Rounded(double number, int digits) => double.IsFinite(number) ? Math.Round(number, digits) : null;
}
