using VaeCodec.Bitstream.Tables;
using VaeCodec.Rates;
using VaeCodec.Refinement;
using static System.FormattableString;

namespace VaeCodec;

/// <summary>What a file keeps of its picture: exactly one of three choices, each with what goes with it. Immutable.</summary>
public sealed record Mode
{
    private const double DefaultQuality = 60;

    private Mode(Rate rate) => Rate = rate;

    /// <summary>The rate of the lossy picture; in a lossless file, of the one that the exact pixels lie behind.</summary>
    public Rate Rate { get; }

    /// <summary>0 to 9: how long the encoder looks for better latents.</summary>
    public int Effort { get; private init; }

    /// <summary>True for exact pixels.</summary>
    public bool IsLossless { get; private init; }

    /// <summary>Of a lossless mode: true where the lossy picture behind which the pixels lie was asked for.</summary>
    internal bool WantsPicture { get; private init; }

    /// <summary>True for a picture that is decoded with texture.</summary>
    public bool HasTexture { get; private init; }

    /// <summary>How far samples of texture depart from what is likeliest.</summary>
    public double Temperature { get; private init; } = 1;

    /// <summary>Of the texture's random numbers.</summary>
    public uint Seed { get; private init; }

    /// <summary>A rate alone stands for a lossy file of it.</summary>
    public static implicit operator Mode(Rate rate) => Lossy(rate);

    /// <summary>The picture's look at a rate.</summary>
    /// <param name="rate">Quality 60 where it is null.</param>
    /// <param name="effort">0 (one pass) to 9: how long the encoder looks for better latents, and from 8 on for the picture's own
    /// multipliers around those of a quality or target (a <see cref="VaeCodec.Rate.Beta"/> stands). See docs/effort.md.</param>
    /// <exception cref="VaeCodecException">BadArgument: an effort out of range.</exception>
    public static Mode Lossy(Rate? rate = null, int effort = 0) => new(rate ?? VaeCodec.Rate.Quality(DefaultQuality))
    {
        Effort = Checked(effort),
    };

    /// <summary>The exact pixels, in the fewest bytes: without a network, as text and graphics are best coded, or behind a lossy picture
    /// that a decoder can be asked for. See docs/lossless.md.</summary>
    /// <param name="picture">A quality or beta of the lossy picture, which the file then has in any case; null for whichever way takes the
    /// fewest bytes.</param>
    /// <exception cref="VaeCodecException">BadArgument: a target, which a file with exact pixels cannot meet.</exception>
    public static Mode Lossless(Rate? picture = null)
    {
        Rate rate = picture ?? VaeCodec.Rate.Quality(0);
        return rate.IsSetting ? new(rate) { IsLossless = true, WantsPicture = picture is not null } : throw Bad(
            $"a lossless file has the size that its pixels need; give no target");
    }

    /// <summary>A lossy picture that is decoded with texture, drawn from the pixel network's distributions, in place of blur. A decoder
    /// that is asked for all layers gives the picture without it. See docs/texture.md.</summary>
    /// <param name="rate">Quality 60 where it is null; no PSNR, since texture is no nearer to the picture.</param>
    /// <param name="temperature">1/16 to 2: how far samples depart from what is likeliest; 1 is the network's own distribution. Rounded to
    /// eighths of an octave.</param>
    /// <param name="seed">Of the random numbers: the same seed gives the same texture.</param>
    /// <param name="effort">As for <see cref="Lossy"/>.</param>
    /// <exception cref="VaeCodecException">BadArgument: something out of range, or a PSNR.</exception>
    public static Mode Texture(Rate? rate = null, double temperature = 1, uint seed = 0, int effort = 0)
    {
        if (!(temperature is >= TextureTemperature.LowestValue and <= TextureTemperature.HighestValue))
            throw Bad($"temperature {temperature} is not between {TextureTemperature.LowestValue} and {TextureTemperature.HighestValue}");
        if (rate?.Kind == RateKind.Psnr)
            throw Bad($"texture is no nearer to the picture, so a target PSNR cannot be met with it; give another target");
        return Lossy(rate, effort) with { HasTexture = true, Temperature = temperature, Seed = seed };
    }

    private static int Checked(int effort) => effort is >= 0 and <= RefinementPlan.MostEffort ? effort
        : throw Bad($"effort {effort} is not between 0 and {RefinementPlan.MostEffort}");

    private static VaeCodecException Bad(FormattableString message) => new(VaeCodecErrorKind.BadArgument, Invariant(message));
}
