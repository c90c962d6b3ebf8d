using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Inference.Vlae;
using VaeCodec.Models;
using Xunit;

namespace VaeCodec.Codec.Tests.Archives;

public sealed class ArchiveTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void EveryPictureComesBackAsItWentIn()
    {
        (string Name, PixelImage Image)[] pictures =
        [
            ("stroke.png", Strokes.Picture(1)), ("photo.jpg", Photo.Crop(45, 31)), ("noise", Noise(3)),
                ("gray.png", Photo.Crop(30, 28, channels: 1)),
            ("black.png", new(28, 28, 1, new byte[784])), ("clear.png", Photo.Crop(28, 28, channels: 2)), ("other.png", Strokes.Picture(2)),
            ("tagged.png", Strokes.Picture(3) with { Metadata = Samples.All(1, gray: true) }),
        ];
        VaeArchiveSummary summary = Pack(pictures, new() { Restart = 3, Encoder = new() { Mode = Mode.Lossless() } });

        Assert.Equal((8, 784L * summary.Chained), (summary.Pictures, summary.ChainedPixels));
        Assert.InRange(summary.Chained, 3, 4); // all of 28 x 28 gray pixels without metadata, but where a file takes less
        var archive = new VaeArchive(summary.Bytes);
        Assert.Equal(pictures.Select(p => (p.Name, p.Image.Width, p.Image.Height, p.Image.Channels)),
            archive.Entries.Select(e => (e.Name, e.Width, e.Height, e.Channels)));
        for (int i = pictures.Length - 1; i >= 0; i--)
        {
            PixelImage decoded = archive.Decode(i, cancellationToken: Stop);
            Assert.Equal(pictures[i].Image.Pixels, decoded.Pixels);
            Assert.Equal(pictures[i].Image.Metadata.Icc.ToArray(), decoded.Metadata.Icc.ToArray());
        }
    }

    [Fact]
    public void WithoutMetadataATaggedPictureIsChainedToo()
    {
        (string, PixelImage)[] pictures = [("a.png", Strokes.Picture(3) with { Metadata = Samples.All(1, gray: true) })];
        Assert.Equal(1, Pack(pictures, new() { Encoder = new() { Strip = true } }).Chained);
    }

    [Fact]
    public void ALossyPictureIsTheFileThatEncodingMakes()
    {
        PixelImage photo = Photo.Crop(64, 40);
        var options = new EncoderOptions { Mode = Rate.Quality(30) };
        byte[] file = new VaeEncoder(options).Encode(photo, cancellationToken: Stop).Bytes;
        byte[] archive = Pack([("photo.png", photo)], new() { Encoder = options }).Bytes;
        Assert.Equal(file, archive[^file.Length..]);
    }

    /// <summary>Initial bits are the price of a chain; the rest is what the pictures are worth, in one chain or in many.</summary>
    [Fact]
    public void ChainsCostTheirInitialBits()
    {
        VlaeModel model = ModelLibrary.In(null).Choose(ModelKind.Vlae, "vlae-mnist");
        (string, PixelImage)[] pictures = [.. TypicalPictures.Of(model, 1, 24).Select((pixels, i) =>
            ($"{i:d2}.png", new PixelImage(28, 28, 1, pixels)))];
        VaeArchiveSummary one = Pack(pictures, new()), many = Pack(pictures, new() { Restart = 2 });
        Assert.InRange(many.InitialBits, 11 * one.InitialBits, 13 * one.InitialBits);
        Assert.InRange(many.ChainBits, 0.97 * one.ChainBits, 1.03 * one.ChainBits);
        Assert.Equal(8 * many.Bytes.Length, many.ChainBits + many.InitialBits + (8 * many.IndexBytes));
    }

    [Fact]
    public void ThreadsChangeNothing()
    {
        (string, PixelImage)[] pictures = [.. Enumerable.Range(0, 6).Select(i => ($"{i}.png", Strokes.Picture(i)))];
        Assert.Equal(Pack(pictures, new() { Restart = 1, Encoder = new() { Threads = 1 } }).Bytes,
            Pack(pictures, new() { Restart = 1, Encoder = new() { Threads = 3 } }).Bytes);
    }

    [Fact]
    public void WhatCannotBeAddedIsRefusedAndTheArchiveGoesOn()
    {
        var writer = new VaeArchiveWriter();
        writer.Add("a.png", Strokes.Picture(1), cancellationToken: Stop);
        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() =>
            writer.Add("a.jpg", Strokes.Picture(2), cancellationToken: Stop)).Kind);
        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() =>
            writer.Add("../b", Strokes.Picture(2), cancellationToken: Stop)).Kind);
        Assert.Equal(VaeCodecErrorKind.BadImage, Assert.Throws<VaeCodecException>(() =>
            writer.Add("b", new(3, 3, 1, new byte[4]), cancellationToken: Stop)).Kind);
        writer.Add("b", Strokes.Picture(2), cancellationToken: Stop);
        Assert.Equal(["a.png", "b"], new VaeArchive(writer.Finish(null, Stop).Bytes).Entries.Select(e => e.Name));
        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() =>
            new VaeArchiveWriter(new() { Restart = 0 })).Kind);
        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => new VaeArchiveWriter().Finish(null, Stop)).Kind);
    }

    [Fact]
    public void AnArchiveOfAnUnknownModelIsListedButNotDecoded()
    {
        ArchiveFile file = ArchiveFile.Read(Pack([("a.png", Strokes.Picture(1))], new()).Bytes);
        var other = new VaeArchive(new ArchiveFile(file.Items, [file.Sets[0] with { ModelId = 1 }]).Write());
        Assert.Equal(("a.png", "00000001"), (Assert.Single(other.Entries).Name, other.Entries[0].Model!.ToString()));
        Assert.Equal(VaeCodecErrorKind.UnknownModel, Assert.Throws<VaeCodecException>(() => other.Decode(0, cancellationToken: Stop)).Kind);
        var small = new VaeArchive(new ArchiveFile(file.Items, [file.Sets[0] with { Side = 27 }]).Write());
        Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(() => small.Decode(0, cancellationToken: Stop)).Kind);
    }

    /// <summary>Damage anywhere, also with checksums that hold: pictures or an error of a kind that fits, never anything else.</summary>
    [Fact]
    public void DamageIsFoundOrHarmless()
    {
        var random = new Random(5);
        byte[] original = Pack([("a.png", Strokes.Picture(1)), ("b.png", Photo.Crop(9, 7)), ("c.png", Strokes.Picture(2)),
            ("d.png", Noise(1))], new() { Restart = 2 }).Bytes;
        for (int round = 0; round < 400; round++)
        {
            byte[] damaged = Damage(random, original, repair: round % 2 == 0);
            try
            {
                var archive = new VaeArchive(damaged);
                for (int i = 0; i < archive.Entries.Count; i++)
                    archive.Decode(i, cancellationToken: Stop);
            }
            catch (VaeCodecException e)
            {
                Assert.True(e.Kind is not (VaeCodecErrorKind.BadArgument or VaeCodecErrorKind.BadImage), $"round {round}: {e}");
            }
        }
    }

    private static byte[] Damage(Random random, byte[] original, bool repair)
    {
        if (!repair)
        {
            byte[] damaged = [.. original];
            for (int changes = 1 + random.Next(3); changes > 0; changes--)
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            return damaged[..(random.Next(4) == 0 ? random.Next(damaged.Length) : damaged.Length)];
        }

        ArchiveFile file = ArchiveFile.Read(original);
        ReadOnlyMemory<byte>[] streams = [.. file.Sets[0].Streams];
        int chain = random.Next(streams.Length);
        byte[] stream = streams[chain].ToArray();
        stream[random.Next(stream.Length)] ^= (byte)(1 << random.Next(8));
        streams[chain] = stream.AsMemory(0, random.Next(4) == 0 ? random.Next(stream.Length) : stream.Length);
        return new ArchiveFile(file.Items, [file.Sets[0] with { Streams = streams }]).Write();
    }

    private static VaeArchiveSummary Pack((string Name, PixelImage Image)[] pictures, VaeArchiveOptions options)
    {
        var writer = new VaeArchiveWriter(options);
        foreach ((string name, PixelImage image) in pictures)
            writer.Add(name, image, cancellationToken: Stop);
        return writer.Finish(null, Stop);
    }

    private static PixelImage Noise(int seed)
    {
        byte[] pixels = new byte[784];
        new Random(seed).NextBytes(pixels);
        return new(28, 28, 1, pixels);
    }
}
