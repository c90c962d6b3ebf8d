using VaeCodec.Bitstream.Containers;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Codec.Tests.Pixels.Graphics;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Networks.Hvae;
using VaeCodec.Pixels;
using VaeCodec.Tests;

namespace VaeCodec.Codec.Tests.Golden;

/// <summary>How the files of corpus/vectors/pictures came about. They are never made again: VAECODEC_WRITE_VECTORS=1 adds missing files,
/// and their lines to the list, only. Another network, table or chunk asks for further files.</summary>
internal static class GoldenCatalog
{
    /// <summary>Scales of 1/16 and 1/8; three layers.</summary>
    private static readonly HvaeSpec s_spec = new()
    {
        Name = "golden-1",
        Widths = [32, 32, 32],
        AnalysisBlocks = [0, 0, 0],
        Latents = [[5], [4, 3]],
        SynthesisBlocks = 1,
        Embedding = 4,
        Log2Scale = [-4, 6],
        BetaRange = [1.0 / 16384, 1.0 / 64],
    };

    /// <summary>The model's file by its name.</summary>
    public static IReadOnlyDictionary<string, Func<byte[]>> Models { get; } = new Dictionary<string, Func<byte[]>>
    {
        ["golden-1.safetensors"] = () => RandomModel.File(s_spec, 1),
    };

    /// <summary>Sound files by name.</summary>
    public static IReadOnlyDictionary<string, Func<byte[]>> Sound { get; } = new Dictionary<string, Func<byte[]>>
    {
        ["rgb-1x1"] = () => Encode(Photo.Crop(1, 1)),
        ["rgb-5x9"] = () => Encode(Photo.Crop(5, 9), 80),
        ["rgb-33x17"] = () => Encode(Photo.Crop(33, 17)),
        ["rgb-32x16"] = () => Encode(Photo.Crop(32, 16), 100),
        ["rgb-1x70"] = () => Encode(Photo.Crop(1, 70), 0),
        ["gray-31x20"] = () => Encode(Photo.Crop(31, 20, 1)),
        ["gray-alpha-18x25"] = () => Encode(Photo.Crop(18, 25, 2), 20),
        ["rgba-40x16"] = () => Encode(Photo.Crop(40, 16, 4)),
        ["betas-24x24"] = () => Encode(Photo.Crop(24, 24), 0.015, 0.0001, 0.002),
        ["escapes-16x17"] = () => Encode(new PixelImage(16, 17, 3, RandomModel.Pixels(16 * 17, 5)), 1.0 / 65536, 1.0 / 65536, 0.0001),
        ["metadata-20x14"] = () => Encode(Photo.Crop(20, 14) with { Metadata = Samples.All(3) }),
        ["gray-metadata-14x20"] = () => Encode(Photo.Crop(14, 20, 1) with { Metadata = Samples.All(4, gray: true) }),
        ["unknown-chunk-12x12"] = () => Container.With(Encode(Photo.Crop(12, 12)), new VaecChunk(200, new byte[] { 1, 2, 3 })),
    };

    /// <summary>Sound files of plain pixels, which have no model.</summary>
    public static IReadOnlyDictionary<string, Func<byte[]>> Plain { get; } = new Dictionary<string, Func<byte[]>>
    {
        ["plain-rgb-1x1"] = () => Graphics("flat", 1, 1, 3),
        ["plain-gray-40x33"] = () => Graphics("glyphs", 40, 33, 1),
        ["plain-gray-alpha-17x30"] = () => Graphics("palette16", 17, 30, 2),
        ["plain-rgb-70x41"] = () => Graphics("mixed", 70, 41, 3),
        ["plain-rgba-33x20"] = () => Graphics("gradient", 33, 20, 4),
        ["plain-rgb-dither-64x48"] = () => Graphics("dither", 64, 48, 3),
        ["plain-noise-9x8"] = () => Graphics("noise", 9, 8, 3),
        ["plain-photo-64x50"] = () => PlainFile.Within(Photo.Crop(64, 50), long.MaxValue, default)!.Write(),
        ["plain-metadata-20x14"] = () => PlainFile.Within(
            Photo.Crop(20, 14) with { Metadata = Samples.All(6) }, long.MaxValue, default)!.Write(),
    };

    /// <summary>Files that are cut short, but have some layers.</summary>
    public static IReadOnlyDictionary<string, Func<byte[]>> CutShort { get; } = new Dictionary<string, Func<byte[]>>
    {
        ["cut-late-48x40"] = () => Cut(Photo.Crop(48, 40), 0.8),
        ["cut-early-48x40"] = () => Cut(Photo.Crop(48, 40), 0.2),
        ["cut-states-48x40"] = () => Cut(Photo.Crop(48, 40), 0.001),
        ["cut-rgba-30x30"] = () => Cut(Photo.Crop(30, 30, 4) with { Metadata = Samples.All(5) }, 0.7),
    };

    /// <summary>Files whose container is sound and whose content is not; the names begin with the kind of error.</summary>
    public static IReadOnlyDictionary<string, Func<byte[]>> Unsound { get; } = new Dictionary<string, Func<byte[]>>
    {
        ["Corrupt-other-pixels"] = () => Container.With(Flagship(), header => header with { PixelsCrc32C = header.PixelsCrc32C ^ 1 }),
        ["Corrupt-alpha-missing"] = () => Container.With(Flagship(), header => header with { Channels = 4 }),
        ["Corrupt-alpha-surplus"] = () => Container.With(Flagship(), new VaecChunk(VaecChunk.Alpha, new byte[20])),
        ["Corrupt-alpha-short"] = () => Container.With(WithAlpha(), new VaecChunk(VaecChunk.Alpha, Zlib.Pack(new byte[(10 * 6) - 1]))),
        ["Corrupt-alpha-long"] = () => Container.With(WithAlpha(), new VaecChunk(VaecChunk.Alpha, Zlib.Pack(new byte[(10 * 6) + 1]))),
        ["Corrupt-alpha-trailing"] = () => Container.With(WithAlpha(),
            new VaecChunk(VaecChunk.Alpha, (byte[])[.. Zlib.Pack(new byte[10 * 6]), 0])),
        ["Corrupt-latents-long"] = () => Container.With(Flagship(), (byte[])[.. VaecFile.Read(Flagship()).Latents.Span, 0, 0, 0, 0]),
        ["Truncated-latents"] = () => Container.With(Flagship(), VaecFile.Read(Flagship()).Latents[..^4].ToArray()),
        ["Corrupt-betas"] = () => Container.With(Flagship(), header => header with { BetaIndices = [100, 101] }),
        ["Corrupt-metadata-length"] = () => Container.With(Flagship(), new VaecChunk(VaecChunk.Exif, (byte[])[9, .. Zlib.Pack("Exif"u8)])),
        ["LimitExceeded-metadata"] = () => Container.With(Flagship(), new VaecChunk(VaecChunk.Xmp,
            (byte[])[0x81, 0x80, 0x80, 0x08, .. Zlib.Pack("XMP"u8)])),
        ["Corrupt-two-profiles"] = () => Container.With(Flagship(), Profile(), Profile()),
        ["Truncated-plain"] = () => Container.With(Graphics("glyphs", 40, 33, 1),
            VaecFile.Read(Graphics("glyphs", 40, 33, 1)).Latents[..^4].ToArray()),
        ["Corrupt-plain-long"] = () => Container.With(Graphics("glyphs", 40, 33, 1),
            (byte[])[.. VaecFile.Read(Graphics("glyphs", 40, 33, 1)).Latents.Span, 0]),
        ["Corrupt-plain-other-pixels"] = () => Container.With(Graphics("glyphs", 40, 33, 1),
            header => header with { PixelsCrc32C = header.PixelsCrc32C ^ 1 }),
        ["Unsupported-plain-method"] = () => Container.With(Graphics("flat", 1, 1, 3), new byte[] { 2 }),
        ["UnknownModel-none"] = () => Container.With(Flagship(), header => header with { ModelId = 0xDEADBEEF }),
    };

    private static byte[] Graphics(string kind, int width, int height, int channels) => PlainFile.Within(
        new PixelImage(width, height, channels, GraphicsPictures.Draw(kind, width, height, channels, 1)), long.MaxValue, default)!.Write();

    private static byte[] Flagship() => Encode(Photo.Crop(10, 6));

    private static byte[] WithAlpha() => Encode(Photo.Crop(10, 6, 4));

    private static VaecChunk Profile() => new(VaecChunk.Icc, (byte[])[3, .. Zlib.Pack("ICC"u8)]);

    private static byte[] Encode(PixelImage image, double quality = 50) => Encoder(new() { Mode = Rate.Quality(quality) })
        .Encode(image).Bytes;

    private static byte[] Encode(PixelImage image, params double[] betas) => Encoder(new() { Mode = Rate.Beta(betas) }).Encode(image).Bytes;

    private static VaeEncoder Encoder(EncoderOptions options) =>
        new(options with { Model = "golden-1", ModelsFolder = GoldenVector.Models });

    /// <summary>With the states and this share of the words behind them.</summary>
    private static byte[] Cut(PixelImage image, double share)
    {
        byte[] file = Encode(image, 70);
        int latents = VaecFile.Read(file).Latents.Length;
        return file[..(file.Length - latents + LatentDecoder.StateBytes + (int)((latents - LatentDecoder.StateBytes) * share))];
    }
}
