using VaeCodec.Lossy;

namespace VaeCodec.Rates;

/// <summary>What a rate search wants, as a number that grows along the <see cref="RateLadder"/>.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Value">Of an attempt, in the target's own unit.</param>
/// <param name="Position">Monotone map of a value under which the ladder is nearly a straight line.</param>
/// <param name="Least">Values from here...</param>
/// <param name="Most">...to here will do.</param>
/// <param name="Goal">What the search aims for between them.</param>
/// <param name="NeedsPixels">True when the value is of the reconstruction.</param>
internal sealed record RateTarget(string Name, Func<Attempt, double> Value, Func<double, double> Position, double Least, double Most,
    double Goal, bool NeedsPixels)
{
    /// <summary>The hard side below: values under it never do.</summary>
    public double Floor { get; private init; } = double.NegativeInfinity;

    /// <summary>The hard side above: values over it never do.</summary>
    public double Ceiling { get; private init; } = double.PositiveInfinity;

    /// <summary>The target of a rate; null for one that needs no search.</summary>
    /// <param name="rate">What is asked for.</param>
    /// <param name="pixels">Of the picture.</param>
    public static RateTarget? Of(Rate rate, double pixels) => rate.Kind switch
    {
        RateKind.BitsPerPixel => BitsPerPixel(rate.Value, pixels),
        RateKind.Bytes => Bytes((long)rate.Value),
        RateKind.Psnr => Psnr(rate.Value),
        _ => null,
    };

    /// <summary>The most bytes that a file of a rate may have; null where the rate does not say.</summary>
    public static long? MostBytes(Rate rate, double pixels)
        => Of(rate, pixels) is { NeedsPixels: false } target ? (long)(rate.Kind == RateKind.Bytes ? target.Most : target.Most * pixels / 8)
            : null;

    /// <summary>True for an attempt that will do.</summary>
    public bool Meets(Attempt attempt) => Value(attempt) >= Least && Value(attempt) <= Most;

    /// <summary>True for the ladder's best attempt where nothing better is to be had for what is allowed: bytes are a limit, and no picture
    /// needs to fill them.</summary>
    public bool IsSpared(Attempt best) => Floor == double.NegativeInfinity && double.IsFinite(Ceiling) && Value(best) < Least;

    /// <summary>True for an attempt that does not break the hard side.</summary>
    public bool Admits(Attempt attempt) => Value(attempt) >= Floor && Value(attempt) <= Ceiling;

    /// <summary>How far an attempt is from the goal, in the target's own unit.</summary>
    public double Miss(Attempt attempt) => Math.Abs(Value(attempt) - Goal);

    /// <summary>Bits per pixel of the whole file, within 1 %.</summary>
    public static RateTarget BitsPerPixel(double bpp, double pixels)
        => new($"{bpp} bpp", a => a.Bytes * 8.0 / pixels, Math.Log, bpp * 0.99, bpp * 1.01, bpp, false);

    /// <summary>Bytes of the whole file: never more, and no more than 1 % less.</summary>
    public static RateTarget Bytes(long bytes)
        => new($"{bytes} bytes", a => a.Bytes, Math.Log, bytes * 0.99, bytes, bytes * 0.997, false) { Ceiling = bytes };

    /// <summary>PSNR in dB: never less, and no more than 0.1 dB more.</summary>
    public static RateTarget Psnr(double decibel)
        => new($"{decibel} dB", a => Math.Min(a.Psnr, 200), v => v, decibel, decibel + 0.1, decibel + 0.04, true) { Floor = decibel };
}
