using VaeCodec.Images;

namespace VaeCodec.Store.Import;

/// <summary>Turns sources into what a policy wants to be stored.</summary>
internal static class Importer
{
    /// <summary>Of a file.</summary>
    /// <exception cref="VaeCodecException">It is no picture, damaged, or over a limit.</exception>
    public static StoredForm Import(ReadOnlyMemory<byte> file, StorePolicy policy, CancellationToken cancellationToken)
    {
        if (file.Span.StartsWith("VAEC"u8))
            return ImportVaec(file, policy, cancellationToken);
        (PixelImage image, bool isWhole) = Load(file, policy, cancellationToken);
        string format = SuffixOf(file.Span);
        if (!isWhole && policy.KeepIncompleteOriginal)
            return StoredForm.Of(image, file, format, StoredMode.Original);
        StoredForm coded = Import(image, policy, cancellationToken);
        return policy.KeepSmallerOriginal && file.Length <= coded.File.Length ? StoredForm.Of(image, file, format, StoredMode.Original)
            : coded;
    }

    /// <summary>Of pixels.</summary>
    /// <exception cref="VaeCodecException">They cannot be coded.</exception>
    public static StoredForm Import(PixelImage image, StorePolicy policy, CancellationToken cancellationToken)
    {
        EncodedImage coded = new VaeEncoder(policy.Encoder).Encode(image, cancellationToken: cancellationToken);
        StoredMode mode = coded.IsPlain || policy.Encoder.Mode.IsLossless ? StoredMode.Exact : StoredMode.Lossy;
        return StoredForm.Of(image, coded.Bytes, StoredForm.Vaec, mode);
    }

    /// <summary>One that is coded already is kept as it is, once it has shown that it can be decoded.</summary>
    private static StoredForm ImportVaec(ReadOnlyMemory<byte> file, StorePolicy policy, CancellationToken cancellationToken)
    {
        DecoderOptions options = new()
        {
            MaxPixels = policy.Reading.MaxPixels,
            ModelsFolder = policy.Encoder.ModelsFolder,
            Threads = policy.Encoder.Threads,
        };
        DecodedImage decoded = new VaeDecoder(options).DecodeDetailed(file, cancellationToken: cancellationToken);
        return StoredForm.Of(decoded.Image, file, StoredForm.Vaec, decoded.IsLossless ? StoredMode.Exact : StoredMode.Lossy);
    }

    /// <summary>The picture, and whether all of the file is in it. Of 16 bits per channel it has the upper ones.</summary>
    private static (PixelImage Image, bool IsWhole) Load(ReadOnlyMemory<byte> file, StorePolicy policy, CancellationToken cancellationToken)
    {
        bool isWhole = true;
        ImageFileOptions options = policy.Reading with
        {
            OnWarning = warning =>
            {
                isWhole = false;
                policy.Reading.OnWarning?.Invoke(warning);
            },
        };
        try
        {
            return (ImageFile.Load(file.Span, options, cancellationToken), isWhole);
        }
        catch (VaeCodecException error) when (error.Kind == VaeCodecErrorKind.BadImage && !options.ReduceDepth
            && policy.KeepIncompleteOriginal)
        {
            return (ImageFile.Load(file.Span, options with { ReduceDepth = true }, cancellationToken), false);
        }
    }

    /// <summary>The suffix of a file of a kind that is read.</summary>
    private static string SuffixOf(ReadOnlySpan<byte> file) => ImageSignature.NameOf(file) switch
    {
        "JPEG" => ".jpg",
        "TIFF" => ".tif",
        { } name => "." + name.ToLowerInvariant(),
        null => throw ImageSignature.NoImage(),
    };
}
