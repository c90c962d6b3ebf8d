using VaeCodec.Inference.Work;

namespace VaeCodec;

/// <summary>How a picture is encoded. Immutable; one instance may serve many threads.</summary>
public sealed record EncoderOptions
{
    /// <summary>0 (smallest) to 100 (best): linear in log beta. Ignored when beta or a target is given.</summary>
    public double Quality { get; init; } = 60;

    /// <summary>One multiplier per latent layer, coarsest first, in mean squared error (pixels in [0, 1]) per bit per pixel; one value
    /// stands for all layers. Rounded to sixteenths of an octave.</summary>
    public IReadOnlyList<double>? Beta { get; init; }

    /// <summary>Bits per pixel that the file shall have, within 1 % where the model's range allows; takes several encodings. At most one of this,
    /// <see cref="TargetBytes"/>, <see cref="TargetPsnr"/> and <see cref="Beta"/> can be given.</summary>
    public double? TargetBitsPerPixel { get; init; }

    /// <summary>Bytes that the file shall have at most, and nearly has.</summary>
    public long? TargetBytes { get; init; }

    /// <summary>PSNR over the colour channels, in dB, that the decoded picture shall have at least, and by little more.</summary>
    public double? TargetPsnr { get; init; }

    /// <summary>True for a file that gives back the exact pixels, by coding them behind a lossy picture (of <see cref="BaseQuality"/> or
    /// <see cref="Beta"/>), which a decoder can be asked for. No target can be given then.</summary>
    public bool Lossless { get; init; }

    /// <summary>Quality of the lossy picture in a lossless file. The default makes the smallest files.</summary>
    public double BaseQuality { get; init; }

    /// <summary>For a lossy file that is decoded with texture, drawn from the pixel network's distributions, in place of blur; null for none. A decoder that is
    /// asked for all layers gives the picture without it. No <see cref="TargetPsnr"/> can be given then: texture is no nearer to the picture. See
    /// docs/texture.md.</summary>
    public TextureOptions? Texture { get; init; }

    /// <summary>0 (one pass) to 9: how long the encoder looks for better latents, and from 8 on for the picture's own multipliers around those of the
    /// quality or target (<see cref="Beta"/>, where given, stands). See docs/effort.md. A lossless file has one pass.</summary>
    public int Effort { get; init; }

    /// <summary>True to leave the picture's profile, EXIF and XMP out of the file.</summary>
    public bool Strip { get; init; }

    /// <summary>Refuses pictures of more pixels than this. A decoder must be told to accept more than its own default.</summary>
    public long MaxPixels { get; init; } = new DecoderOptions().MaxPixels;

    /// <summary>Which weights to use: a name, or the first eight or more digits of their SHA-256; null for those that ship with the library. Whoever
    /// decodes the file needs the same.</summary>
    public string? Model { get; init; }

    /// <summary>Where they are found if they do not ship with the library; see <see cref="DecoderOptions.ModelsFolder"/>.</summary>
    public string? ModelsFolder { get; init; }

    /// <summary>About how many bytes the network's tensors may take while a strip of the picture goes through it; more are needed for very wide
    /// pictures. The result does not depend on it.</summary>
    public long StripBytes { get; init; } = EngineOptions.DefaultStripBytes;

    /// <summary>Threads to use; 0 for one per processor. The result does not depend on it.</summary>
    public int Threads { get; init; }
}
