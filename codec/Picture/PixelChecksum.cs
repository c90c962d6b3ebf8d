using VaeCodec.Bitstream.Containers;

namespace VaeCodec.Picture;

/// <summary>Proves that decoded pixels are those that were encoded.</summary>
internal static class PixelChecksum
{
    /// <summary>Compares the pixels with the checksum that their file has.</summary>
    /// <exception cref="VaeCodecException">Corrupt: they differ.</exception>
    public static void Require(byte[] pixels, uint crc)
    {
        if (Crc32C.Compute(pixels) != crc)
        {
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt,
                "the decoded pixels are not those that were encoded: the file was written by a faulty encoder, or this build's arithmetic "
                    + "is broken");
        }
    }
}
