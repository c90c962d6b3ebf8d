namespace VaeCodec.Bench.Results;

/// <summary>One image by all codecs at VaeCodec's rate, for looking at.</summary>
internal sealed record Comparison
{
    /// <summary>File name of the image.</summary>
    public required string Image { get; init; }

    /// <summary>VaeCodec's PSNR less the best peer's at this rate, in dB; without peers, less the mean over the images.</summary>
    public required double LeadDb { get; init; }

    /// <summary>The part that is shown: where VaeCodec's squared error is largest.</summary>
    public required CropArea Area { get; init; }

    /// <summary>VaeCodec, then the peers; numbers are of the whole image.</summary>
    public required IReadOnlyList<ComparedPicture> Pictures { get; init; }
}
