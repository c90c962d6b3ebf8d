using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Codec.Tests;

/// <summary>What a stream's beginning tells is what the whole file tells.</summary>
public class IdentifyTests
{
    public static TheoryData<string> Kinds => [.. s_files.Keys];

    private static readonly Dictionary<string, byte[]> s_files = new()
    {
        ["lossy"] = Encode(Mode.Lossy(), 3, default),
        ["betas"] = Encode(Rate.Beta([.. Enumerable.Range(1, 8).Select(i => i * 0.001)]), 3, default),
        ["alpha and metadata"] = Encode(Mode.Lossy(), 4, Noise(300)),
        ["large metadata"] = Encode(Mode.Lossy(), 3, Noise(200_000)),
        ["lossless"] = Encode(Mode.Lossless(), 1, Noise(100_000)),
        ["texture"] = Encode(Mode.Texture(seed: 300), 3, default),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AStreamTellsWhatTheFileTells(string kind)
    {
        byte[] file = s_files[kind];
        VaeImageInfo expected = VaeDecoder.Identify(file);

        using var seekable = new MemoryStream(file);
        AssertEqual(expected, VaeDecoder.Identify(seekable));

        using var trickle = new TrickleStream(file);
        VaeImageInfo unsized = VaeDecoder.Identify(trickle);
        Assert.Null(unsized.FileBytes);
        AssertEqual(expected, unsized with { FileBytes = expected.FileBytes, LatentBytes = expected.LatentBytes });
    }

    [Fact]
    public void OnlyTheBeginningIsRead()
    {
        byte[] file = s_files["large metadata"];
        using var stream = new CountingStream(file);
        VaeDecoder.Identify(stream);
        Assert.InRange(stream.BytesRead, 1, 2 * 65536);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AnyCutBeforeTheLatentsIsNoticed(string kind)
    {
        byte[] file = s_files[kind];
        VaeImageInfo info = VaeDecoder.Identify(file);
        long latents = file.Length - info.LatentBytes!.Value - (info.PixelBytes ?? 0);
        foreach (long length in new[] { 0, 3, 10, latents / 2, latents - 1 })
        {
            using var stream = new MemoryStream(file, 0, (int)length);
            Assert.Throws<VaeCodecException>(() => VaeDecoder.Identify(stream));
        }
    }

    private static byte[] Encode(Mode mode, int channels, ReadOnlyMemory<byte> exif)
        => new VaeEncoder(new() { Mode = mode }).Encode(Photo.Crop(24, 17, channels) with { Metadata = new() { Exif = exif } }).Bytes;

    private static byte[] Noise(int bytes)
    {
        byte[] noise = new byte[bytes];
        new Random(bytes).NextBytes(noise);
        return noise;
    }

    private static void AssertEqual(VaeImageInfo expected, VaeImageInfo actual)
    {
        Assert.Equal(expected.Chunks, actual.Chunks);
        Assert.Equal(expected.Beta, actual.Beta);
        Assert.Equal(expected, actual with { Chunks = expected.Chunks, Beta = expected.Beta });
    }

    private sealed class CountingStream(byte[] content) : MemoryStream(content)
    {
        public long BytesRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            int read = base.Read(buffer);
            BytesRead += read;
            return read;
        }
    }
}
