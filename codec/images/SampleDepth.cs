namespace VaeCodec.Images;

/// <summary>The codec's samples have 8 bits; those of 16 are rounded to them on request, and all others refused.</summary>
internal static class SampleDepth
{
    /// <summary>What is said where they are rounded.</summary>
    public const string Reduced = "16 bits per channel are rounded to 8";

    /// <summary>Throws where 16 bits are not to be reduced.</summary>
    /// <exception cref="VaeCodecException">BadImage, with the way out.</exception>
    public static void RequireReducible(bool reduce)
    {
        if (!reduce)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage,
                "the picture has 16 bits per channel, which is not supported; convert to 8 bits first, or let 'encode --depth 8' round "
                    + "them");
    }

    /// <summary>For samples that are neither of 8 bits nor of 16.</summary>
    public static VaeCodecException Unsupported() => new(VaeCodecErrorKind.BadImage,
        "the picture has samples of more than 16 bits, or with a sign, which is not supported; convert to 8 bits first");

    /// <summary>Brings a sample of 0 to <paramref name="maximum"/>, itself 1 to 65535, to 0 to 255, rounded.</summary>
    public static byte Reduce(int sample, int maximum) => (byte)(((sample * 255) + (maximum / 2)) / maximum);

    /// <summary>Rounds 16-bit samples, 0 to 65535, to 0 to 255.</summary>
    public static void Reduce(ReadOnlySpan<ushort> samples, Span<byte> reduced)
    {
        for (int i = 0; i < samples.Length; i++)
            reduced[i] = (byte)((samples[i] + 128) / 257);
    }
}
