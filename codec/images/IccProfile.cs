namespace VaeCodec.Images;

/// <summary>What the codec needs to know of ICC profiles (ICC.1:2022, section 7.2): the kind of pixels that one describes.</summary>
internal static class IccProfile
{
    private const int HeaderBytes = 128, ColourSpaceAt = 16;

    /// <summary>True for a profile of gray pixels where they have 1 or 2 channels, and of RGB where they have 3 or 4.</summary>
    public static bool Fits(ReadOnlySpan<byte> profile, int channels)
        => profile.Length >= HeaderBytes && profile.Slice(ColourSpaceAt, 4).SequenceEqual(channels <= 2 ? "GRAY"u8 : "RGB "u8);
}
