using System.Diagnostics;
using VaeCodec.Bench.Codecs;

namespace VaeCodec.Bench.Lossless;

/// <summary>Codes every image of a folder with VaeCodec and the lossless peers that are installed, one after the other, and decodes it
/// again.</summary>
internal sealed class LosslessRun
{
    /// <summary>VaeCodec's name in the results.</summary>
    public const string Own = "vaecodec";

    private readonly LosslessOptions _options;
    private readonly IReadOnlyList<string> _paths;

    /// <summary>Lists the images.</summary>
    /// <exception cref="VaeCodecException">BadImage: there are none.</exception>
    public LosslessRun(LosslessOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _paths) = (options, TestImage.Paths(options.Folder));
    }

    /// <summary>Images.</summary>
    public int Work => _paths.Count;

    /// <summary>Measures; tells of peers that are not installed.</summary>
    public LosslessResults Run(Action imageDone, Action<PeerSpec> missing, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(imageDone);
        ArgumentNullException.ThrowIfNull(missing);
        using var workspace = new PeerWorkspace();
        var peers = new List<PeerCodec>();
        foreach (PeerSpec spec in PeerTable.Lossless)
        {
            if (PeerCodec.MissingTools(spec).Count == 0)
                peers.Add(new(spec, workspace));
            else
                missing(spec);
        }

        var measurements = new List<LosslessMeasurement>();
        foreach (string path in _paths)
        {
            TestImage image = TestImage.Load(path);
            if (measurements.Count == 0)
                Measure(image, cancellationToken); // once for the compiler
            measurements.Add(Measure(image, cancellationToken));
            measurements.AddRange(peers.Select(peer => Measure(peer, image, cancellationToken)));
            imageDone();
        }

        return new([.. peers.Select(peer => $"{peer.Info.Version}: {peer.Info.Encode}")], measurements);
    }

    private LosslessMeasurement Measure(TestImage image, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        EncodedImage encoded = new VaeEncoder(new() { Mode = Mode.Lossless(), Threads = _options.Threads })
            .Encode(image.Image, null, cancellationToken);
        double encodeMs = clock.Elapsed.TotalMilliseconds;
        clock.Restart();
        PixelImage decoded = new VaeDecoder(new() { Threads = _options.Threads }).Decode(encoded.Bytes, null, cancellationToken);
        return new(Own, image.Name, encoded.BitsPerPixel, Same(image, decoded), encodeMs, clock.Elapsed.TotalMilliseconds);
    }

    private static LosslessMeasurement Measure(PeerCodec peer, TestImage image, CancellationToken cancellationToken)
    {
        CodedPicture coded = peer.Encode(image, 0, cancellationToken);
        DecodedPicture decoded = peer.Decode(coded, cancellationToken);
        return new(peer.Info.Name, image.Name, coded.Bytes.Length * 8.0 / image.Pixels, Same(image, decoded.Image), coded.Time.WallMs,
            decoded.Time.WallMs);
    }

    private static bool Same(TestImage image, PixelImage decoded) => image.Image.Pixels.AsSpan().SequenceEqual(decoded.Pixels);
}
