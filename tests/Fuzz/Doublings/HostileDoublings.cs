using System.Buffers.Binary;
using System.Text;
using VaeCodec.Archives;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Images;
using VaeCodec.Images.Exif;
using VaeCodec.Images.Pnm;
using VaeCodec.Images.Splicing;
using VaeCodec.Images.Xmp;
using VaeCodec.Models;

namespace VaeCodec.Fuzz.Doublings;

/// <summary>A generator for each kind of hostile input that is known.</summary>
internal static class HostileDoublings
{
    /// <summary>Side of the pictures in chains.</summary>
    private const int Side = 28;

    /// <summary>Pictures after which <see cref="Gray"/> repeats itself, so that twice as many hold twice the same.</summary>
    private const int Period = 63;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Doubling> All { get; } =
    [
        new("chain-of-model", 4, pictures => DecodeAll(Chained(pictures))),
        new("chain-of-model-damaged", 4, pictures => DecodeAll(Damaged(Chained(pictures), 2))),
        new("chain-plain-damaged", Period, pictures => DecodeAll(Damaged(Plain(pictures, restart: pictures), ^1))),
        new("chains-without-bytes", 128, chains => DecodeAll(Plain(chains, restart: 1, isEmpty: true))),
        new("names-that-share", 512, names => DecodeAll(Names(names))),
        new("files-without-header", 512, files => DecodeAll(Files(files))),
        new("directories-in-directories", 16, entries => ReadTiff(Directories(entries))),
        new("exif-that-points-at-itself", 64, entries => Walk(Directories(entries))),
        new("xmp-with-many-orientations", 64, count => Xmp(count)),
        new("jpeg-segments", 64, count => Segments(count)),
        new("pnm-comments", 256, count => Pnm(count)),
        new("lossy", 64, height => Decode(Encoded(64, height, Rate.Quality(0)))),
        new("thin", 256, height => Decode(Encoded(1, height, Rate.Quality(0)))),
        new("exact", 16, height => Decode(Encoded(64, height, Mode.Lossless()))),
        new("textured", 16, height => Decode(Encoded(64, height, Mode.Texture(Rate.Quality(0))))),
    ];

    private static Action DecodeAll(byte[] file) => () =>
    {
        var archive = new VaeArchive(file, new() { Threads = 1 });
        foreach (int i in Enumerable.Range(0, archive.Entries.Count))
            archive.TryDecode(i, out _, out _);
    };

    private static Action Decode(byte[] file) => () => new VaeDecoder(new() { Threads = 1, MaxWork = long.MaxValue }).Decode(file);

    private static PixelImage Gray(int width, int height, int seed = 1)
    {
        byte[] pixels = new byte[width * height];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(Math.Abs((i % width) - 10 - (seed % 7)) < 3 && (i / width) % 8 > 1 ? 250 - ((i + seed) % 9) : 0);
        return new(width, height, 1, pixels);
    }

    private static byte[] Chained(int pictures)
    {
        var coding = new VlaeChainCoding(ModelLibrary.In(null).Choose(ModelKind.Vlae, "vlae-mnist"));
        byte[] stream = coding.Encode([.. Enumerable.Range(0, pictures).Select(i => (ReadOnlyMemory<byte>)Gray(Side, Side, i).Pixels)],
            CancellationToken.None).Stream;
        return new ArchiveFile([.. Enumerable.Range(0, pictures).Select(i => new ArchiveItem($"{i}", null))],
            [new(coding.ModelId, Side, pictures, [stream])]).Write();
    }

    private static byte[] Plain(int pictures, int restart, bool isEmpty = false)
    {
        byte[] pixels = [.. Enumerable.Range(0, pictures).SelectMany(i => Gray(Side, Side, i).Pixels)];
        byte[] stream = isEmpty ? [] : Pixels.Graphics.GraphicsEncoder.Encode(pixels, Side, pictures * Side, 1, long.MaxValue, default)!;
        return new ArchiveFile([.. Enumerable.Range(0, pictures).Select(i => new ArchiveItem($"{i}", null))], [new(ArchiveChains.NoModel,
            Side, restart, [.. Enumerable.Repeat((ReadOnlyMemory<byte>)stream, pictures / restart)])]).Write();
    }

    /// <summary>The same archive with a chain that shows only at its end that it is damaged.</summary>
    private static byte[] Damaged(byte[] file, Index at)
    {
        ArchiveFile archive = ArchiveFile.Read(file);
        byte[] stream = archive.Sets[0].Streams[0].ToArray();
        stream[at] ^= 1;
        return new ArchiveFile(archive.Items, [archive.Sets[0] with { Streams = [stream] }]).Write();
    }

    private static byte[] Names(int names) => new ArchiveFile([.. Enumerable.Range(0, names).Select(i
        => new ArchiveItem(new string('a', 240) + $"{i:d10}", Array.Empty<byte>()))], []).Write();

    private static byte[] Files(int files) => new ArchiveFile([.. Enumerable.Range(0, files).Select(i
        => new ArchiveItem($"{i}", BitConverter.GetBytes(i)))], []).Write();

    /// <summary>A directory whose entries all lead back to it.</summary>
    private static byte[] Directories(int entries)
    {
        byte[] tiff = [.. "II*\0"u8, .. new byte[6 + (entries * TiffBytes.EntryBytes) + 4]];
        tiff[4] = 8;
        BinaryPrimitives.WriteUInt16LittleEndian(tiff.AsSpan(8), (ushort)entries);
        for (int at = 10; at + TiffBytes.EntryBytes < tiff.Length; at += TiffBytes.EntryBytes)
            new byte[] { 0x69, 0x87, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0 }.CopyTo(tiff, at);
        return tiff;
    }

    private static Action ReadTiff(byte[] tiff) => () => TiffExif.Of(tiff);

    private static Action Walk(byte[] tiff) => () =>
    {
        ExifWalk.Ends(tiff);
        ExifValues.Count(tiff, new MetadataBudget(ImageMetadata.MaxBytes));
    };

    private static Action Xmp(int count)
    {
        byte[] xmp = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<a tiff:Orientation='6'/>", count)));
        return () => XmpOrientation.Upright(xmp);
    }

    private static Action Segments(int count)
    {
        byte[] jpeg = [0xFF, 0xD8, .. Enumerable.Repeat<byte[]>([0xFF, 0xE1, 0, 4, 1, 2], count).SelectMany(bytes => bytes), 0xFF, 0xDA];
        return () => JpegSegments.FindXmp(jpeg);
    }

    private static Action Pnm(int count)
    {
        byte[] file = Encoding.UTF8.GetBytes("P2 " + string.Concat(Enumerable.Repeat("#x\n", count)) + "1 1 255 7");
        return () => PnmReader.Read(file, new(), 1, CancellationToken.None);
    }

    private static byte[] Encoded(int width, int height, Mode mode)
        => new VaeEncoder(new() { Mode = mode, Threads = 1, AllowExact = false }).Encode(Gray(width, height)).Bytes;
}
