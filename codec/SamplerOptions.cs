using VaeCodec.Picture;

namespace VaeCodec;

/// <summary>How pictures are drawn from a model. Immutable. Values are checked as they are set.</summary>
public sealed record SamplerOptions
{
    /// <summary>The model: a name with or without release, or the first digits of its hash; null for the default flagship.</summary>
    public string? Model { get; init; }

    /// <summary>What is drawn: the same number gives the same picture on every machine.</summary>
    public ulong Seed { get; init; }

    /// <summary>Scales the deviations of a flagship's priors, 1/8 to 4: 1 draws from the model as it is, less gives plainer pictures. It
    /// works in steps of an eighth of an octave, those of the coder's tables.</summary>
    /// <exception cref="VaeCodecException">BadArgument: out of that range.</exception>
    public double Temperature
    {
        get;
        init => field = value is >= 0.125 and <= 4 ? value
            : throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"a temperature of {value} is not between 1/8 and 4");
    } = 1;

    /// <summary>The rate that a flagship's picture is drawn at, a quality or a beta; quality 30 where none is given. It says how fine the
    /// latents are.</summary>
    public Rate Rate { get; init; } = Rate.Quality(30);

    /// <summary>Threads to use; 0 for one per processor. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Refuses pictures of more pixels than this; at most <see cref="DecoderOptions.MostPixels"/>.</summary>
    public long MaxPixels { get; init => field = PixelLimit.Valid(value); } = DecoderOptions.DefaultMaxPixels;

    /// <summary>A folder of weight files, as in <see cref="DecoderOptions.ModelsFolder"/>.</summary>
    public string? ModelsFolder { get; init; }
}
