using VaeCodec.Lossy;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Refinement;

/// <summary>What an encoder that optimises brings down: D + sum of lambda_l R_l, with the mean squared error of pixels in [0, 1] and bits
/// per pixel. lambda is lower than the beta the network was trained to answer with: decoded from rounded latents, its error falls by 0.84
/// beta per bit, at any rate (docs/effort.md).</summary>
internal sealed class Objective
{
    /// <summary>Grid points of <see cref="RateMultiplier"/> from beta down to lambda.</summary>
    private const int BelowBeta = RateMultiplier.PerOctave / 4;

    private readonly double _pixels;
    private readonly double _mean;

    /// <summary>The objective at a setting of the rate multipliers.</summary>
    public Objective(RateVector beta, double pixels)
    {
        _pixels = pixels;
        Lambda = beta.Moved(-BelowBeta);
        _mean = Lambda.MeanValue;
    }

    /// <summary>lambda, one per layer.</summary>
    public RateVector Lambda { get; }

    /// <summary>The objective's value for an encoding with pixels. What the file holds beside latents counts at the mean lambda.</summary>
    public double Of(Attempt attempt)
    {
        double weighted = 0, latents = 0;
        for (int i = 0; i < Lambda.Count; i++)
        {
            weighted += RateMultiplier.Value(Lambda[i]) * attempt.LayerBits[i];
            latents += attempt.LayerBits[i];
        }

        return Math.Pow(10, -attempt.Psnr / 10) + (weighted / _pixels) + OfBits((attempt.Bytes * 8.0) - latents);
    }

    /// <summary>What bits add that are not of latents.</summary>
    public double OfBits(double bits) => _mean * bits / _pixels;
}
