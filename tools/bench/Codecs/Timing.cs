namespace VaeCodec.Bench.Codecs;

/// <summary>What one piece of work took.</summary>
/// <param name="WallMs">Milliseconds by the clock.</param>
/// <param name="CpuMs">Milliseconds of processor time, user and system, all threads.</param>
internal readonly record struct Timing(double WallMs, double CpuMs);
