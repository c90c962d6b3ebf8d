using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using VaeCodec.Bench.Results;

namespace VaeCodec.Bench.Codecs;

/// <summary>VaeCodec through its library; times are its own work without file input and output or process start.</summary>
internal sealed class VaeBenchCodec : IBenchCodec
{
    /// <summary>Its name in results.</summary>
    public const string Name = "vaecodec";

    private readonly int _threads;
    private readonly int _effort;

    /// <summary>Loads the model and compiles the code by coding one small picture.</summary>
    /// <param name="qualities">Points of its curve.</param>
    /// <param name="threads">0 for one per processor.</param>
    /// <param name="effort">0 to 9.</param>
    public VaeBenchCodec(IReadOnlyList<double> qualities, int threads, int effort = 0)
    {
        _effort = effort;
        ArgumentNullException.ThrowIfNull(qualities);
        _threads = threads;
        var small = new PixelImage(128, 128, 3, new byte[128 * 128 * 3]);
        EncodedImage encoded = new VaeEncoder(new() { Mode = Mode.Lossy(effort: effort), AllowExact = false, Threads = threads })
            .Encode(small);
        new VaeDecoder(new() { Threads = threads }).Decode(encoded.Bytes);
        Info = new()
        {
            Name = Name,
            Version = $"{typeof(VaeEncoder).Assembly.GetName().Version!.ToString(3)}, model {encoded.Model}, build {Build()}",
            Encode = "VaeEncoder.Encode, Quality = {q}" + (effort == 0 ? "" : $", Effort = {effort}") + Threads(threads),
            Decode = "VaeDecoder.Decode" + Threads(threads),
            SettingName = "quality",
            Settings = [.. qualities.Distinct().Order()],
            Step = 0.5,
        };
    }

    /// <inheritdoc/>
    public CodecInfo Info { get; }

    /// <inheritdoc/>
    public CodedPicture Encode(TestImage image, double setting, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        var encoder = new VaeEncoder(new() { Mode = Mode.Lossy(Rate.Quality(setting), _effort), Threads = _threads });
        (EncodedImage encoded, Timing time) = Time(() => encoder.Encode(image.Image, null, cancellationToken));
        return new(encoded.Bytes, time, encoded.LayerBits, encoded.Reconstruction);
    }

    /// <inheritdoc/>
    public DecodedPicture Decode(CodedPicture coded, CancellationToken cancellationToken = default) =>
        Decode(coded, null, cancellationToken);

    /// <summary>Decodes the first layers only.</summary>
    public DecodedPicture Decode(CodedPicture coded, int? layers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(coded);
        var decoder = new VaeDecoder(new() { Threads = _threads, Layers = layers });
        (PixelImage decoded, Timing time) = Time(() => decoder.Decode(coded.Bytes, null, cancellationToken));
        return new(decoded, time);
    }

    private static (T Result, Timing Time) Time<T>(Func<T> work)
    {
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long clock = Stopwatch.GetTimestamp();
        T result = work();
        return (result, new(Stopwatch.GetElapsedTime(clock).TotalMilliseconds, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds));
    }

    private static string Threads(int threads) => threads == 0 ? ", one thread per processor" : $", Threads = {threads}";

    /// <summary>Changes with any change of the code that codes: builds are deterministic, so a module's id stands for its
    /// content.</summary>
    private static string Build()
    {
        IEnumerable<Guid> modules = AppDomain.CurrentDomain.GetAssemblies()
            .Where(a => a.GetName().Name is "VaeCodec" or "VaeCodec.Bitstream" or "VaeCodec.Networks" or "VaeCodec.Inference")
            .OrderBy(a => a.GetName().Name, StringComparer.Ordinal).Select(a => a.ManifestModule.ModuleVersionId);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(' ', modules))))[..12];
    }
}
