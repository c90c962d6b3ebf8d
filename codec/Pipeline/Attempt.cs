namespace VaeCodec.Pipeline;

/// <summary>What one setting of the rate multipliers gave.</summary>
/// <param name="Beta">One index per layer.</param>
/// <param name="LayerBits">Bits per layer by the tables.</param>
/// <param name="Pixels">The reconstruction, where it was asked for.</param>
/// <param name="Psnr">Of the reconstruction, dB; NaN without one.</param>
/// <param name="File">The .vaec file.</param>
internal sealed record Attempt(byte[] Beta, IReadOnlyList<double> LayerBits, byte[]? Pixels, double Psnr, byte[] File);
