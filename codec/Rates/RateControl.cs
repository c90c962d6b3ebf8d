using System.Globalization;
using VaeCodec.Bitstream.Tables;
using VaeCodec.Inference.Hvae;
using VaeCodec.Lossy;
using VaeCodec.Networks.Hvae;
using VaeCodec.Refinement;

namespace VaeCodec.Rates;

/// <summary>From what a user asks for to one rate multiplier per latent layer.</summary>
internal static class RateControl
{
    /// <summary>Checks that the options ask for one thing, inside its range.</summary>
    public static void Check(EncoderOptions options)
    {
        int asked = (options.Beta is null ? 0 : 1) + (options.TargetBitsPerPixel is null ? 0 : 1) + (options.TargetBytes is null ? 0 : 1) + (options.TargetPsnr is null ? 0 : 1);
        if (asked > 1)
            throw Bad($"more than one of beta, target bits per pixel, target bytes and target PSNR is given; give one");
        if (!(options.Quality is >= 0 and <= 100))
            throw Bad($"quality {options.Quality} is not between 0 and 100");
        if (!(options.BaseQuality is >= 0 and <= 100))
            throw Bad($"base quality {options.BaseQuality} is not between 0 and 100");
        if (options.Lossless && asked > (options.Beta is null ? 0 : 1))
            throw Bad($"a lossless file has the size that its pixels need; give no target");
        if (options.Effort is < 0 or > RefinementPlan.MostEffort)
            throw Bad($"effort {options.Effort} is not between 0 and {RefinementPlan.MostEffort}");
        if (options.Lossless && options.Effort > 0)
            throw Bad($"effort {options.Effort} is for lossy files: a lossless one has nothing to optimise");
        if (options.Texture is { } texture)
            Check(options, texture);
        if (options.TargetBitsPerPixel is { } bpp && !(bpp > 0 && double.IsFinite(bpp)))
            throw Bad($"a target of {bpp} bits per pixel is not above 0");
        if (options.TargetBytes is <= 0)
            throw Bad($"a target of {options.TargetBytes} bytes is not above 0");
        if (options.TargetPsnr is { } psnr && !(psnr > 0 && double.IsFinite(psnr)))
            throw Bad($"a target of {psnr} dB is not above 0");
    }

    private static void Check(EncoderOptions options, TextureOptions texture)
    {
        if (!(texture.Temperature is >= TextureTemperature.LowestValue and <= TextureTemperature.HighestValue))
            throw Bad($"temperature {texture.Temperature} is not between {TextureTemperature.LowestValue} and {TextureTemperature.HighestValue}");
        if (options.Lossless)
            throw Bad($"a lossless file has its own texture; give either lossless or texture");
        if (options.TargetPsnr is not null)
            throw Bad($"texture is no nearer to the picture, so a target PSNR cannot be met with it; give another target");
    }

    /// <summary>Encodes as the options ask, with the reconstruction.</summary>
    public static Attempt Encode(LossyEncoding encoding, PixelImage image, HvaeModel model, EncoderOptions options, IProgress<double>? progress)
    {
        var ladder = new RateLadder(model);
        RefinementPlan? plan = options.Effort == 0 ? null : RefinementPlan.OfEffort(options.Effort);
        if (Target(options, (double)image.Width * image.Height) is not { } target)
        {
            if (options.Beta is { } given)
                return Run(FromBeta(given, model.Network.Layers.Count), plan is null ? null : plan with { BetaTries = 0 });
            int rung = ladder.OfQuality(options.Lossless ? options.BaseQuality : options.Quality);
            if (!image.IsGray || options.Lossless)
                return Run(ladder[rung], plan);
            Attempt gray = GrayRate.Find(encoding, ladder, rung, plan is null ? progress : null);
            return plan is null ? gray : Run(gray.Beta, plan) with { ColourBytes = gray.ColourBytes };
        }

        Attempt found = RateSearch.Find(encoding, ladder, target);
        if (plan is not null && RefinedRateSearch.Find(encoding, plan, ladder, target, found) is { } refined)
            return refined;
        return found.Pixels is null ? encoding.Run(found.Beta, true, progress) : found;

        Attempt Run(byte[] beta, RefinementPlan? refinement)
            => refinement is null ? encoding.Run(beta, true, progress) : Refine(encoding, beta, refinement, progress);
    }

    private static Attempt Refine(LossyEncoding encoding, byte[] asked, RefinementPlan plan, IProgress<double>? progress)
    {
        double share = plan.BetaTries / (double)(plan.BetaTries + plan.Iterations); // a try takes about as long as an iteration
        byte[] beta = BetaSearch.Find(encoding, asked, plan.BetaTries, ProgressShare.Of(progress, 0, share));
        return encoding.Refine(beta, encoding.Objective(asked), plan, ProgressShare.Of(progress, share, 1));
    }

    private static RateTarget? Target(EncoderOptions options, double pixels)
        => options.TargetBitsPerPixel is { } bpp ? RateTarget.BitsPerPixel(bpp, pixels)
            : options.TargetBytes is { } bytes ? RateTarget.Bytes(bytes)
            : options.TargetPsnr is { } psnr ? RateTarget.Psnr(psnr)
            : null;

    private static byte[] FromBeta(IReadOnlyList<double> beta, int layers)
    {
        if (beta.Count != 1 && beta.Count != layers)
            throw Bad($"{beta.Count} values of beta are given; give 1 or {layers}");
        double low = RateMultiplier.Value(0), high = RateMultiplier.Value(255);
        foreach (double b in beta)
        {
            if (!(b >= low && b <= high))
                throw Bad($"beta {b} is not between {low:g4} and {high:g4}");
        }

        return [.. Enumerable.Range(0, layers).Select(i => RateMultiplier.Nearest(beta[beta.Count == 1 ? 0 : i]))];
    }

    private static VaeCodecException Bad(FormattableString message) => new(VaeCodecErrorKind.BadArgument, message.ToString(CultureInfo.InvariantCulture));
}
