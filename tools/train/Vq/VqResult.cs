using System.Text.Json.Serialization;

namespace VaeCodec.Train.Vq;

/// <summary>What came of a VQ-VAE run, by pictures that it has not seen.</summary>
/// <param name="Steps">Taken.</param>
/// <param name="Pictures">Seen.</param>
/// <param name="Minutes">Of training, of the config's clock.</param>
/// <param name="Tiles">Pictures measured.</param>
/// <param name="Psnr">Mean of theirs, in decibel.</param>
/// <param name="CodesUsed">Codes that occur.</param>
/// <param name="Perplexity">2 to the entropy of the codes' frequencies.</param>
/// <param name="UniformBpp">Bits per pixel were all codes equally likely, as the paper counts them.</param>
/// <param name="PriorBpp">The codes' entropy under the prior.</param>
/// <param name="CodedBpp">Of the file, one for all pictures.</param>
/// <param name="Restored">Whether the file gives the same codes.</param>
/// <param name="FlagshipBpp">Of the codec's files of the same pictures, a whole file for each, made to have the coded bits; null where
/// pictures are too small for that.</param>
/// <param name="FlagshipPsnr">Mean of theirs.</param>
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
    [property: JsonPropertyName("flagship_psnr")] double? FlagshipPsnr);
