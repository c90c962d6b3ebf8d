using System.Text.Json.Serialization;

namespace VaeCodec.Train.Vq;

/// <summary>What came of a VQ-VAE run, by pictures that it has not seen.</summary>
/// <param name="Steps">Taken.</param>
/// <param name="Pictures">Seen.</param>
/// <param name="Minutes">Of training, of the config's clock.</param>
/// <param name="Tiles">Pictures measured.</param>
/// <param name="Psnr">Of their mean squared error, in decibel.</param>
/// <param name="CodesUsed">Codes that occur.</param>
/// <param name="Perplexity">2 to the entropy of the codes' frequencies.</param>
/// <param name="UniformBpp">Bits per pixel were all codes equally likely, as the paper counts them.</param>
/// <param name="PriorBpp">The codes' entropy under the prior.</param>
/// <param name="CodedBpp">Of the file.</param>
/// <param name="Restored">Whether the file gives the same codes.</param>
/// <param name="FlagshipBpp">Of the codec's files of the same pictures, each made to have the coded bits; null where pictures are too
/// small for a file each.</param>
/// <param name="FlagshipPsnr">Of them.</param>
internal sealed record VqResult(
    [property: JsonPropertyName("steps")] long Steps,
    [property: JsonPropertyName("pictures")] long Pictures,
    [property: JsonPropertyName("minutes")] double Minutes,
    [property: JsonPropertyName("tiles")] int Tiles,
    [property: JsonPropertyName("psnr")] double Psnr,
    [property: JsonPropertyName("codes_used")] int CodesUsed,
    [property: JsonPropertyName("perplexity")] double Perplexity,
    [property: JsonPropertyName("uniform_bpp")] double UniformBpp,
    [property: JsonPropertyName("prior_bpp")] double PriorBpp,
    [property: JsonPropertyName("coded_bpp")] double CodedBpp,
    [property: JsonPropertyName("restored")] bool Restored,
    [property: JsonPropertyName("flagship_bpp")] double? FlagshipBpp,
    [property: JsonPropertyName("flagship_psnr")] double? FlagshipPsnr)
{
    /// <summary>1/32 of gray levels, as crops have them, in the network's units.</summary>
    public const double Scale = 2;

    /// <summary>In decibel.</summary>
    /// <param name="error">Mean squared, in the network's units.</param>
    public static double DecibelOf(double error) => OfGrayLevels(error * (32 * Scale) * (32 * Scale));

    /// <summary>In decibel.</summary>
    /// <param name="error">Mean squared, in gray levels.</param>
    public static double OfGrayLevels(double error) => 10 * Math.Log10(255.0 * 255 / error);
}
