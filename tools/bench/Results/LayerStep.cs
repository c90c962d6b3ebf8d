namespace VaeCodec.Bench.Results;

/// <summary>What decoding the first layers gives.</summary>
/// <param name="Layers">Number of layers decoded.</param>
/// <param name="Bits">The model's estimate of their bits.</param>
/// <param name="PsnrRgbDb">PSNR over RGB in dB.</param>
internal sealed record LayerStep(int Layers, double Bits, double PsnrRgbDb);
