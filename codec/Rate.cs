using VaeCodec.Networks.Hvae;
using VaeCodec.Rates;
using static System.FormattableString;

namespace VaeCodec;

/// <summary>How many bits a lossy picture may take, or how good it must be: exactly one of five choices. Immutable.</summary>
public sealed record Rate
{
    private Rate(RateKind kind, double value, IReadOnlyList<double>? betas = null) => (Kind, Value, Betas) = (kind, value, betas ?? []);

    internal RateKind Kind { get; }

    /// <summary>In the unit of the kind; unused for beta.</summary>
    internal double Value { get; }

    /// <summary>Of <see cref="RateKind.Beta"/>: one value per layer, or one for all.</summary>
    internal IReadOnlyList<double> Betas { get; }

    /// <summary>True for a rate that takes one encoding; the others are searched for.</summary>
    internal bool IsSetting => Kind is RateKind.Quality or RateKind.Beta;

    /// <summary>The quality, where it is one; else null.</summary>
    public double? AsQuality => Kind == RateKind.Quality ? Value : null;

    /// <summary>A quality, linear in log beta.</summary>
    /// <param name="quality">0 (smallest) to 100 (best).</param>
    /// <exception cref="VaeCodecException">BadArgument: out of range.</exception>
    public static Rate Quality(double quality) => quality is >= 0 and <= 100 ? new(RateKind.Quality, quality)
        : throw Bad($"quality {quality} is not between 0 and 100");

    /// <summary>Rate multipliers, in mean squared error (pixels in [0, 1]) per bit per pixel, rounded to sixteenths of an octave: one per
    /// latent layer, coarsest first, or one for all.</summary>
    /// <exception cref="VaeCodecException">BadArgument: none, or one out of range. A number that is not the model's number of layers shows
    /// when it encodes.</exception>
    public static Rate Beta(params IReadOnlyList<double> beta)
    {
        ArgumentNullException.ThrowIfNull(beta);
        double low = RateMultiplier.Value(byte.MinValue), high = RateMultiplier.Value(byte.MaxValue);
        if (beta.Count == 0)
            throw Bad($"beta has no values");
        foreach (double value in beta)
        {
            if (!(value >= low && value <= high))
                throw Bad($"beta {value} is not between {low:g4} and {high:g4}");
        }

        return new(RateKind.Beta, double.NaN, [.. beta]);
    }

    /// <summary>Bits per pixel of the whole file, met within 1 % where the model's range allows; takes several encodings.</summary>
    /// <exception cref="VaeCodecException">BadArgument: not above 0.</exception>
    public static Rate BitsPerPixel(double bitsPerPixel) => bitsPerPixel > 0 && double.IsFinite(bitsPerPixel)
        ? new(RateKind.BitsPerPixel, bitsPerPixel)
        : throw Bad($"a target of {bitsPerPixel} bits per pixel is not above 0");

    /// <summary>Bytes that the file has at most, and nearly has; takes several encodings.</summary>
    /// <exception cref="VaeCodecException">BadArgument: not above 0.</exception>
    public static Rate Bytes(long bytes) => bytes > 0 ? new(RateKind.Bytes, bytes)
        : throw Bad($"a target of {bytes} bytes is not above 0");

    /// <summary>PSNR over the colour channels that the decoded picture has at least, and by little more; takes several encodings.</summary>
    /// <param name="decibel">In dB.</param>
    /// <exception cref="VaeCodecException">BadArgument: not above 0.</exception>
    public static Rate Psnr(double decibel) => decibel > 0 && double.IsFinite(decibel) ? new(RateKind.Psnr, decibel)
        : throw Bad($"a target of {decibel} dB is not above 0");

    /// <inheritdoc/>
    public bool Equals(Rate? other) => other is not null && Kind == other.Kind && Value.Equals(other.Value)
        && Betas.SequenceEqual(other.Betas);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Value, Betas.Count);

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        RateKind.Quality => Invariant($"quality {Value}"),
        RateKind.Beta => "beta " + string.Join(",", Betas.Select(beta => Invariant($"{beta:g6}"))),
        RateKind.BitsPerPixel => Invariant($"{Value} bpp"),
        RateKind.Bytes => Invariant($"{Value} bytes"),
        _ => Invariant($"{Value} dB"),
    };

    private static VaeCodecException Bad(FormattableString message) => new(VaeCodecErrorKind.BadArgument, Invariant(message));
}
