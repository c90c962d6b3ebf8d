using System.Buffers.Binary;
using VaeCodec.Bitstream.Containers;

namespace VaeCodec.Bitstream.Tests.Support;

/// <summary>
/// How the files of corpus/vectors came about. Streams once written are never rewritten: VAECODEC_WRITE_VECTORS=1 adds missing files only.
/// </summary>
internal static class VectorCatalog
{
    internal static Layer[] ExampleLayers { get; } =
        [new([1], [32]), new([0, -2, 0, 5, 17, -40, 60, -9, 0, 33], [8, 36, 0, 8, 64, 72, 80, 60, 0, 80])];

    internal static Layer[] MixedLayers { get; } =
    [
        Layer.Draw(new SplitMix64(11), 1, 40),
        Layer.Draw(new SplitMix64(12), 333),
        new([0, 1 << 20, -(1 << 20), 1, -1, 70_000], [0, 0, 80, 0, 0, 24]),
        Layer.Draw(new SplitMix64(13), 5000, 0, 24),
    ];

    /// <summary>Each valid file by name.</summary>
    internal static IReadOnlyDictionary<string, VaecFile> Valid { get; } = new Dictionary<string, VaecFile>
    {
        ["example-rgb"] = new(Header(3, 2), [], Layer.Encode(ExampleLayers)),
        ["gray-empty"] = new(Header(1, 1) with { Channels = 1 }, [], default),
        ["longest-sides"] = new(Header(1 << 20, 1 << 8), [], default),
        ["chunks-and-layers"] = new(
            Header(640, 480) with { Channels = 4, BetaIndices = [160, 161, 170, 0] },
            [new(VaecChunk.Alpha, new byte[] { 1, 2, 3 }), new(200, new byte[300]), new(128, default)],
            Layer.Encode(MixedLayers)),
        ["last-lines"] = new(Header(17, 9) with { CodedLastLines = LastLines.Column | LastLines.Row }, [], Layer.Encode(ExampleLayers)),
        ["plain-pixels"] = new(PlainHeader, [new(VaecChunk.Plain, default), new(200, new byte[3])], new byte[] { 0, 10, 20, 30 }),
    };

    /// <summary>Each invalid file by name, which begins with the kind of its error.</summary>
    internal static IReadOnlyDictionary<string, byte[]> Invalid { get; } = new Dictionary<string, byte[]>
    {
        ["NotVaec-png"] = [0x89, .. "PNG\r\n\u001a\n"u8],
        ["NotVaec-lower-case"] = Sealed(file => file[0] = (byte)'v'),
        ["Truncated-empty"] = [],
        ["Truncated-magic"] = [.. "VAE"u8],
        ["Truncated-header"] = Example[..20],
        ["Corrupt-latents-cut"] = Example[..^1],
        ["Corrupt-checksum"] = [.. Example[..^1], (byte)(Example[^1] ^ 1)],
        ["Unsupported-version"] = Sealed(file => file[4] = 2),
        ["Unsupported-flag"] = Sealed(file => file[5] |= 0x10),
        ["Corrupt-last-column"] = Sealed(file => file[5] |= 0x40),
        ["Corrupt-last-row-of-one"] = Sealed(file => (file[5], file[20]) = ((byte)(file[5] | 0x80), 1)),
        ["Unsupported-chunk"] = Sealed(file => file[5] |= 0x08, 21, [1, 2, 0]),
        ["Corrupt-plain-pixels-with-model"] = Sealed(file => file[5] |= 0x08, 21, [1, 5, 0]),
        ["Corrupt-plain-pixels-with-alpha"] = Sealed(file => file[5] |= 0x08, 21, [2, 1, 0, 5, 0]),
        ["Corrupt-two-plain-pixels"] = Sealed(file => file[5] |= 0x08, 21, [2, 5, 0, 5, 0]),
        ["Unsupported-plain-pixels"] = Sealed(file => file[5] |= 0x08, 21, [1, 5, 1, 0]),
        ["Corrupt-no-chunks"] = Sealed(file => file[5] |= 0x08, 21, [0]),
        ["Corrupt-two-alphas"] = Sealed(file => file[5] |= 0x08, 21, [2, 1, 0, 1, 0]),
        ["Truncated-chunk"] = Sealed(file => file[5] |= 0x08, 21, [1, 200, 0xFF, 0xFF, 0x03]),
        ["LimitExceeded-chunk"] = Sealed(file => file[5] |= 0x08, 21, [1, 200, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F]),
        ["LimitExceeded-chunks"] = Sealed(file => file[5] |= 0x08, 21, [65]),
        ["Corrupt-equal-betas"] = Sealed(file => file[5] |= 0x04, 18, [2, 160]),
        ["LimitExceeded-layers"] = Sealed(file => file[5] |= 0x04, 18, [65]),
        ["Corrupt-zero-width"] = Sealed(file => file[19] = 0),
        ["Corrupt-long-varint"] = Sealed(file => file[19] = 0x83, 20, [0]),
        ["Corrupt-huge-varint"] = Sealed(file => file[19] = 0xFF, 20, [0xFF, 0xFF, 0xFF, 0x1F]),
        ["Corrupt-endless-varint"] = Sealed(file => file[19] = 0xFF, 20, [0xFF, 0xFF, 0xFF, 0xFF]),
        ["Corrupt-wide"] = Sealed(file => file[19] = 0x81, 20, [0x80, 0x40]),
        ["LimitExceeded-pixels"] = Sealed(file => file[19] = 0x80, 20, [0x80, 0x40, 0x80, 0x80]),
    };

    internal static byte[] Example => Valid["example-rgb"].Write();

    private static VaecHeader PlainHeader => Header(1, 1) with { ModelId = 0, BetaIndices = [0] };

    private static VaecHeader Header(int width, int height) => new()
    {
        Width = width,
        Height = height,
        Channels = 3,
        ModelId = 0x01020304,
        BetaIndices = [160],
        PixelsCrc32C = 0xA1B2C3D4,
    };

    /// <summary>The example after a change and an insertion, with a checksum that holds again.</summary>
    private static byte[] Sealed(Action<byte[]> change, int at = 0, byte[]? insert = null)
    {
        byte[] example = Example;
        change(example);
        byte[] file = [.. example[..at], .. insert ?? [], .. example[at..]];
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(6), Crc32C.Append(Crc32C.Compute(file.AsSpan(0, 6)), file.AsSpan(10)));
        return file;
    }
}
