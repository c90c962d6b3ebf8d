namespace VaeCodec.Bench.Results;

/// <summary>Medians over the images, each for one image, and processor time per megapixel without the start of the process.</summary>
/// <param name="EncodeMs">Clock.</param>
/// <param name="EncodeCpuMs">Processor time.</param>
/// <param name="DecodeMs">Clock.</param>
/// <param name="DecodeCpuMs">Processor time.</param>
/// <param name="EncodeCpuMsPerMegapixel">Processor time less the process's start, per million pixels.</param>
/// <param name="DecodeCpuMsPerMegapixel">The same for decoding.</param>
internal sealed record SpeedSummary(double EncodeMs, double EncodeCpuMs, double DecodeMs, double DecodeCpuMs,
    double EncodeCpuMsPerMegapixel, double DecodeCpuMsPerMegapixel);
