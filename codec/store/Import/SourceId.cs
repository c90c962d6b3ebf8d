using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VaeCodec.Store.Import;

/// <summary>The ids of sources.</summary>
internal static class SourceId
{
    /// <summary>Hexadecimal digits of an id.</summary>
    public const int Digits = 2 * SHA256.HashSizeInBytes;

    /// <summary>The fewest digits that may stand for an id.</summary>
    private const int FewestDigits = 4;

    /// <summary>Of a file.</summary>
    public static string Of(ReadOnlySpan<byte> file) => Convert.ToHexStringLower(SHA256.HashData(file));

    /// <summary>Of a picture in memory: its size, pixels and metadata, each with its length in front; resolution and code points of
    /// colour only where there are some.</summary>
    public static string Of(PixelImage image)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> size = stackalloc byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(size, image.Width);
        BinaryPrimitives.WriteInt32LittleEndian(size[4..], image.Height);
        BinaryPrimitives.WriteInt32LittleEndian(size[8..], image.Channels);
        hash.AppendData("VaeCodec.PixelImage"u8);
        hash.AppendData(size);
        Span<byte> length = stackalloc byte[8];
        foreach (ReadOnlyMemory<byte> part in
            new[] { image.Pixels, image.Metadata.Icc, image.Metadata.Exif, image.Metadata.Xmp })
        {
            BinaryPrimitives.WriteInt64LittleEndian(length, part.Length);
            hash.AppendData(length);
            hash.AppendData(part.Span);
        }

        if (image.Metadata.Resolution is { } resolution)
        {
            BinaryPrimitives.WriteInt32LittleEndian(size, resolution.X);
            BinaryPrimitives.WriteInt32LittleEndian(size[4..], resolution.Y);
            hash.AppendData("Resolution"u8);
            hash.AppendData(size[..8]);
        }

        if (!image.Metadata.CodePoints.IsEmpty)
        {
            hash.AppendData("CodePoints"u8);
            hash.AppendData(image.Metadata.CodePoints.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>An id or the beginning of one in lower case.</summary>
    /// <exception cref="VaeCodecException">BadArgument.</exception>
    public static string Normal(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Length is >= FewestDigits and <= Digits && id.All(char.IsAsciiHexDigit) ? id.ToLowerInvariant()
            : throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
                $"'{id}' is no id of a picture: give {FewestDigits} to {Digits} hexadecimal digits");
    }
}
