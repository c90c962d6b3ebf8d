using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Metrics;
using VaeCodec.Bench.Results;

namespace VaeCodec.Bench.Running;

/// <summary>Takes measurements, or finds them in the cache.</summary>
/// <param name="cache">Of earlier runs.</param>
/// <param name="butteraugli">Measures as well; null for not.</param>
internal sealed class Measuring(MeasurementCache cache, Butteraugli? butteraugli = null)
{
    /// <summary>One image by one codec at one setting.</summary>
    /// <exception cref="VaeCodecException">A codec fails; the message says which, on what.</exception>
    public Measurement Take(TestImage image, IBenchCodec codec, double setting, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(codec);
        if (cache.Find(image, codec.Info, setting) is { } known && (butteraugli is null || known.Butteraugli3 is not null))
            return known;
        try
        {
            CodedPicture coded = codec.Encode(image, setting, cancellationToken);
            DecodedPicture decoded = codec.Decode(coded, cancellationToken);
            Measurement taken = Of(image, codec.Info.Name, setting, coded, decoded);
            if (butteraugli?.Of(image, decoded.Image, cancellationToken) is var (max, norm))
                taken = taken with { Butteraugli3 = norm, ButteraugliMax = max };
            cache.Store(image, codec.Info, taken);
            return taken;
        }
        catch (VaeCodecException e)
        {
            throw new VaeCodecException(e.Kind, $"{codec.Info.Name} at {setting} on {image.Name}: {e.Message}", inner: e);
        }
    }

    /// <summary>Compares a picture with what became of it.</summary>
    public static Measurement Of(TestImage image, string codec, double setting, CodedPicture coded, DecodedPicture decoded)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(coded);
        ArgumentNullException.ThrowIfNull(decoded);
        return new()
        {
            Codec = codec,
            Image = image.Name,
            Setting = setting,
            Bytes = coded.Bytes.Length,
            Bpp = coded.Bytes.Length * 8.0 / image.Pixels,
            PsnrRgbDb = Psnr.Rgb(image.Image, decoded.Image),
            PsnrYDb = Psnr.Luma(image.Image, decoded.Image),
            MsSsim = MsSsim.Of(image.Image, decoded.Image),
            Ssimulacra2 = Ssimulacra2.Of(image.Image, decoded.Image),
            EncodeMs = coded.Time.WallMs,
            EncodeCpuMs = coded.Time.CpuMs,
            DecodeMs = decoded.Time.WallMs,
            DecodeCpuMs = decoded.Time.CpuMs,
            LayerBits = coded.LayerBits,
            Exact = coded.Promise is { } promise ? promise.Pixels.AsSpan().SequenceEqual(decoded.Image.Pixels) : null,
        };
    }
}
