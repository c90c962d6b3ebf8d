using VaeCodec.Bitstream.Containers;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Lossy;

/// <summary>What one setting of the rate multipliers gave.</summary>
/// <param name="Beta">The setting.</param>
/// <param name="LayerBits">Bits per layer by the tables.</param>
/// <param name="Pixels">The reconstruction, where it was asked for.</param>
/// <param name="Psnr">Of the reconstruction, dB; NaN without one.</param>
/// <param name="File">The .vaec file.</param>
internal sealed record Attempt(RateVector Beta, IReadOnlyList<double> LayerBits, byte[]? Pixels, double Psnr, VaecFile File)
{
    /// <summary>PSNR of the network's own three channels; of a gray picture against three equal ones, as if it were coded in
    /// colour.</summary>
    public double ColourPsnr { get; init; } = Psnr;

    /// <summary>Where the bits of the latents lie, if that was asked for.</summary>
    public RateMap? Map { get; init; }

    /// <summary>The parts of the picture that are exact, if there are any.</summary>
    public ExactAreas? Areas { get; init; }

    /// <summary>Of a gray picture, where it is known: the bytes that it takes in colour at the same quality.</summary>
    public int? ColourBytes { get; init; }

    /// <summary>Bytes of the file.</summary>
    public int Bytes => File.Length;
}
