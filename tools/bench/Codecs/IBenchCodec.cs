using VaeCodec.Bench.Results;

namespace VaeCodec.Bench.Codecs;

/// <summary>A codec that the benchmark can run at a numeric setting.</summary>
internal interface IBenchCodec
{
    /// <summary>Name, version and commands; all that makes a measurement repeatable.</summary>
    CodecInfo Info { get; }

    /// <summary>Encodes an RGB picture.</summary>
    /// <exception cref="VaeCodecException">The picture cannot be coded.</exception>
    CodedPicture Encode(TestImage image, double setting, CancellationToken cancellationToken = default);

    /// <summary>Decodes what <see cref="Encode"/> has written, to RGB.</summary>
    /// <exception cref="VaeCodecException">The file cannot be decoded.</exception>
    DecodedPicture Decode(CodedPicture coded, CancellationToken cancellationToken = default);
}
