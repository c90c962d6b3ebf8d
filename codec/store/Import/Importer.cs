using VaeCodec.Images;

namespace VaeCodec.Store.Import;

/// <summary>Turns sources into what a policy wants to be stored.</summary>
internal static class Importer
{
    /// <summary>Throws where the first bytes of a source are neither a picture's nor a .vaec file's.</summary>
    /// <exception cref="VaeCodecException">BadImage.</exception>
    public static void Require(ReadOnlySpan<byte> head)
    {
        if (!IsVaec(head))
            ImageSignature.Require(head);
    }

    /// <summary>Of a file. What of it is not in what is stored is told to <see cref="ImageFileOptions.OnWarning"/>.</summary>
    /// <exception cref="VaeCodecException">It is no picture, damaged, or over a limit.</exception>
    public static StoredForm Import(ReadOnlyMemory<byte> file, StorePolicy policy, CancellationToken cancellationToken)
    {
        if (IsVaec(file.Span))
            return ImportVaec(file, policy, cancellationToken);
        List<string> lost = [];
        PixelImage image = ImageFile.Load(file.Span, policy.Reading with { ReduceDepth = true, OnWarning = lost.Add }, cancellationToken);
        StoredForm original = StoredForm.Of(image, file, SuffixOf(file.Span), StoredMode.Original);
        if (lost.Count != 0 && policy.KeepIncompleteOriginal)
            return original;
        StoredForm coded = Import(image, policy, cancellationToken);
        if (policy.KeepSmallerOriginal && file.Length <= coded.File.Length)
            return original;
        lost.ForEach(warning => policy.Reading.OnWarning?.Invoke(warning));
        return coded;
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
            MaxWork = policy.MaxWork,
            ModelsFolder = policy.Encoder.ModelsFolder,
            Threads = policy.Encoder.Threads,
        };
        DecodedImage decoded = new VaeDecoder(options).DecodeDetailed(file, cancellationToken: cancellationToken);
        return StoredForm.Of(decoded.Image, file, StoredForm.Vaec, decoded.IsLossless ? StoredMode.Exact : StoredMode.Lossy);
    }

    private static bool IsVaec(ReadOnlySpan<byte> head) => head.StartsWith("VAEC"u8);

    /// <summary>The suffix of a file of a kind that is read.</summary>
    private static string SuffixOf(ReadOnlySpan<byte> file) => ImageSignature.NameOf(file) switch
    {
        "JPEG" => ".jpg",
        "TIFF" => ".tif",
        { } name => "." + name.ToLowerInvariant(),
        null => throw ImageSignature.NoImage(),
    };
}
