using System.Security.Cryptography;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Support;

namespace VaeCodec.Codec.Tests.Golden;

/// <summary>How the files of corpus/golden came about. They are never made again: VAECODEC_WRITE_VECTORS=1 adds missing files, and their
/// lines to the list, only. Another release, mode or chunk asks for further files.</summary>
internal static class ReleasedFileCatalog
{
    /// <summary>The commits that had this catalog's files written: that of silhouettes, those with last lines, those with exact areas, and
    /// the others before them.</summary>
    private const string WroteSilhouettes = "79fab62", WroteLines = "42d157d", WroteAreas = "d66265b", WroteOthers = "c9a96bf";

    private const string Hvae = "6020b018", BinaryVlae = "f796fd33";
    private static readonly EncoderOptions s_options = new() { Model = Hvae };

    /// <summary>Makes the files, by name.</summary>
    public static IReadOnlyDictionary<string, Func<byte[]>> Files { get; } = new Dictionary<string, Func<byte[]>>
    {
        ["hvae-r1-lossy-rgb-97x65.vaec"] = () => Encode(Part(97, 65), s_options),
        ["hvae-r1-lossy-rgb-1x1.vaec"] = () => Encode(Part(1, 1), s_options),
        ["hvae-r1-lossy-rgb-3x70.vaec"] = () => Encode(Part(3, 70), s_options with { Mode = Rate.Quality(100) }),
        ["hvae-r1-lossy-rgb-200x129.vaec"] = () => Encode(Part(200, 129), s_options with { Mode = Rate.Quality(0) }),
        ["hvae-r1-lossy-gray-61x47.vaec"] = () => Encode(Part(61, 47, 1), s_options),
        ["hvae-r1-lossy-gray-alpha-33x50.vaec"] = () => Encode(Part(33, 50, 2), s_options with { Mode = Rate.Quality(30) }),
        ["hvae-r1-lossy-rgba-58x41.vaec"] = () => Encode(Part(58, 41, 4), s_options with { Mode = Rate.Quality(80) }),
        ["hvae-r1-lossy-betas-80x64.vaec"] = () => Encode(Part(80, 64),
            s_options with { Mode = Rate.Beta(0.004, 0.0005, 0.002, 0.001, 0.0008, 0.0005, 0.0012, 0.0003) }),
        ["hvae-r1-lossy-effort9-64x64.vaec"] = () => Encode(Part(64, 64), s_options with { Mode = Mode.Lossy(effort: 9) }),
        ["hvae-r1-lossy-metadata-48x40.vaec"] = () => Encode(Part(48, 40) with { Metadata = Samples.All(6) }, s_options),
        ["hvae-r1-lossy-noise-20x36.vaec"] = () => Encode(new(20, 36, 3, VaeCodec.Tests.RandomModel.Pixels(20 * 36, 7)),
            s_options with { Mode = Rate.Quality(100) }),
        ["hvae-r1-lossy-lines-65x73.vaec"] = () => Encode(FramedPhoto.Of(65, 73, 3), s_options with { AllowExact = false }),
        ["hvae-r1-lossy-lines-gray-alpha-64x41.vaec"] = () => Encode(FramedPhoto.Of(64, 41, 2), s_options with { AllowExact = false }),
        ["hvae-r1-lossy-areas-100x83.vaec"] = () => Encode(MixedPictures.TextInAPhotograph(100, 83, 3), s_options),
        ["hvae-r1-lossy-areas-gray-alpha-90x64.vaec"] = () => Encode(MixedPictures.TextInAPhotograph(90, 64, 2), s_options),
        ["pixelcnn-7-r1-lossless-rgb-57x43.vaec"] = () => Encode(Part(57, 43), s_options with { Mode = Mode.Lossless() }),
        ["pixelcnn-7-r1-lossless-rgb-1x1.vaec"] = () => Encode(Part(1, 1), s_options with { Mode = Mode.Lossless() }),
        ["pixelcnn-7-r1-lossless-gray-45x61.vaec"] = () => Encode(Part(45, 61, 1), s_options with { Mode = Mode.Lossless() }),
        ["pixelcnn-7-r1-lossless-gray-alpha-21x30.vaec"] = () => Encode(Part(21, 30, 2),
            s_options with { Mode = Mode.Lossless(Rate.Quality(40)) }),
        ["pixelcnn-7-r1-lossless-rgba-38x27.vaec"] = () => Encode(Part(38, 27, 4), s_options with { Mode = Mode.Lossless() }),
        ["pixelcnn-7-r1-texture-rgb-72x50.vaec"] = () => Encode(Part(72, 50),
            s_options with { Mode = Mode.Texture(Rate.Quality(20), temperature: 0.8, seed: 20261128) }),
        ["pixelcnn-7-r1-texture-gray-49x55.vaec"] = () => Encode(Part(49, 55, 1), s_options with { Mode = Mode.Texture(Rate.Quality(30)) }),
        ["vlae-mnist-binary-r1.vaea"] = () => Strokes(BinaryVlae, binary: true),
        ["vlae-silhouettes-r1.vaea"] = () => Strokes("d86812a6", binary: true),
        ["ghvae-mnist-r1.vaea"] = () => Strokes("975ab7a1", binary: true),
        ["lvae-mnist-r1.vaea"] = () => Strokes("38241193", binary: true),
        ["vlae-mnist-r2.vaea"] = () => Strokes("c06ae6c6"),
        ["vlae-mnist-r1.vaea"] = () => Strokes("342621bd"),
        ["mixed-lossy.vaea"] = () => Mixed(s_options),
        ["mixed-lossless.vaea"] = () => Mixed(s_options with { Mode = Mode.Lossless() }),
    };

    /// <summary>A file's line of the list.</summary>
    public static ReleasedFile Describe(string name, byte[] file)
    {
        uint[] ids = [.. (VaeArchive.IsArchive(file) ? IdsOfArchive(file) : IdsOf(file)).Distinct()];
        string[] texts = [.. ids.Select(Hex)];
        var released = ReleasedModel.ReadAll().ToDictionary(model => model.Id, model => model.Release);
        var line = new ReleasedFile(name, ModeOf(file), [.. texts.Select(id => released[id])], texts, CommitOf(name),
            file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
        if (VaeArchive.IsArchive(file))
            return line with { Pictures = Pictures(file) };
        PixelImage image = new VaeDecoder().Decode(file);
        return line with
        {
            Width = image.Width,
            Height = image.Height,
            Channels = image.Channels,
            PixelsCrc32c = Crc(image.Pixels),
            MetadataCrc32c = MetadataCrc(image.Metadata),
        };
    }

    private static string CommitOf(string name) => name switch
    {
        _ when name.Contains("-silhouettes-", StringComparison.Ordinal) => WroteSilhouettes,
        _ when name.Contains("-lines-", StringComparison.Ordinal) => WroteLines,
        _ when name.Contains("-areas-", StringComparison.Ordinal) => WroteAreas,
        _ => WroteOthers,
    };

    /// <summary>Ids of the models that a .vaec file names.</summary>
    public static IEnumerable<uint> IdsOf(ReadOnlyMemory<byte> file)
    {
        VaecFile vaec = VaecFile.Read(file);
        return [vaec.Header.ModelId, .. vaec.Chunks.Where(chunk => chunk.Type is VaecChunk.Pixels or VaecChunk.Texture)
            .Select(chunk => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(chunk.Data.Span))];
    }

    /// <summary>Ids of the models that an archive's chains and files name.</summary>
    public static IEnumerable<uint> IdsOfArchive(byte[] file) =>
        new VaeArchive(file).Entries.SelectMany(entry => entry.Kind == VaeArchiveKind.Vaec
        ? IdsOf(file.AsMemory((int)entry.Offset, (int)entry.Bytes)) : [Convert.ToUInt32(entry.Model!.Hash, 16)]);

    /// <summary>What a file is.</summary>
    public static string ModeOf(byte[] file)
    {
        if (VaeArchive.IsArchive(file))
            return "archive";
        VaeImageInfo info = VaeDecoder.Identify(file);
        return info.PixelBytes is not null ? "lossless" : info.Texture is not null ? "texture" : "lossy";
    }

    /// <summary>What decoding each picture of an archive gives.</summary>
    public static ReleasedPicture[] Pictures(byte[] file)
    {
        var archive = new VaeArchive(file);
        return [.. archive.Entries.Select((entry, i) =>
        {
            PixelImage image = archive.Decode(i);
            return new ReleasedPicture(entry.Name, image.Width, image.Height, image.Channels, Crc(image.Pixels));
        })];
    }

    public static string Crc(ReadOnlySpan<byte> bytes) => Hex(Crc32C.Compute(bytes));

    public static string Hex(uint number) => number.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);

    public static string[]? MetadataCrc(ImageMetadata metadata)
        => metadata.IsEmpty ? null : [Crc(metadata.Icc.Span), Crc(metadata.Exif.Span), Crc(metadata.Xmp.Span)];

    /// <summary>A piece of the landscape with marks, bricks and grass.</summary>
    private static PixelImage Part(int width, int height, int channels = 3) => Photo.Crop(width, height, channels, 305, 145);

    private static byte[] Encode(PixelImage image, EncoderOptions options) => new VaeEncoder(options).Encode(image).Bytes;

    /// <summary>Seven strokes, in two chains.</summary>
    private static byte[] Strokes(string model, bool binary = false)
        => Pack(new() { ImageModel = model, Restart = 4 }, Enumerable.Range(0, 7).Select(i => ($"{i}.png", Stroke(i, binary))));

    /// <summary>Some of everything: both models of small pictures that are the defaults, and files of their own.</summary>
    private static byte[] Mixed(EncoderOptions options) => Pack(new() { Encoder = options },
    [
        ("0.png", Stroke(10)), ("1.png", Stroke(11, binary: true)), ("landscape.png", Part(40, 31)), ("2.png", Stroke(12)),
            ("3.png", Stroke(13, binary: true)),
        ("gray.png", Part(29, 28, 1)), ("alpha.png", Part(25, 20, 4)), ("4.png", Stroke(14)),
    ]);

    private static PixelImage Stroke(int seed, bool binary = false)
    {
        PixelImage gray = Archives.Strokes.Picture(seed);
        return binary ? gray with { Pixels = [.. gray.Pixels.Select(value => value < 128 ? (byte)0 : (byte)255)] } : gray;
    }

    private static byte[] Pack(VaeArchiveOptions options, IEnumerable<(string Name, PixelImage Image)> pictures)
    {
        var writer = new VaeArchiveWriter(options);
        foreach ((string name, PixelImage image) in pictures)
            writer.Add(name, image);
        return writer.Finish().Bytes;
    }
}
