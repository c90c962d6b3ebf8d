namespace VaeCodec.Train.Loop;

/// <summary>A step that is to be taken.</summary>
/// <param name="Index">Steps taken before it.</param>
/// <param name="Fraction">Of the schedule that is done, 0..1.</param>
/// <param name="Share">Of the peak learning rates.</param>
internal sealed record LoopStep(long Index, double Fraction, double Share);
