using System.Diagnostics;
using System.Security.Cryptography;
using VaeCodec.Bench.Results;

namespace VaeCodec.Bench.Codecs;

/// <summary>VaeCodec through its library; times are its own work without file input and output or process start.</summary>
internal sealed class VaeBenchCodec : IBenchCodec
{
    /// <summary>Its name in results.</summary>
    public const string Name = "vaecodec";

    /// <summary>Its name in results with texture.</summary>
    public const string TextureName = Name + "-texture";

    private readonly BenchOptions _options;
    private readonly bool _texture;

    /// <summary>Loads the model and compiles the code by coding one small picture.</summary>
    /// <param name="options">Points of its curve, model, effort and threads.</param>
    /// <param name="texture">Whether its pictures have texture.</param>
    public VaeBenchCodec(BenchOptions options, bool texture = false)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _texture) = (options, texture);
        (int threads, int effort) = (options.Threads, options.Effort);
        var small = new PixelImage(128, 128, 3, new byte[128 * 128 * 3]);
        EncodedImage encoded = new VaeEncoder(Encoding(Mode.Lossy(effort: effort)) with { AllowExact = false }).Encode(small);
        new VaeDecoder(Decoding(null)).Decode(encoded.Bytes);
        Info = new()
        {
            Name = texture ? TextureName : Name,
            Version = $"{typeof(VaeEncoder).Assembly.GetName().Version!.ToString(3)}, model {encoded.Model}, build {Build()}",
            Encode = "VaeEncoder.Encode, Quality = {q}" + (texture ? ", Texture" : "")
                + (effort == 0 ? "" : $", Effort = {effort}") + Threads(threads),
            Decode = "VaeDecoder.Decode" + Threads(threads),
            SettingName = "quality",
            Settings = [.. options.Qualities.Distinct().Order()],
            Step = 0.5,
        };
    }

    /// <inheritdoc/>
    public CodecInfo Info { get; }

    /// <inheritdoc/>
    public CodedPicture Encode(TestImage image, double setting, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        var rate = Rate.Quality(setting);
        var encoder = new VaeEncoder(Encoding(_texture ? Mode.Texture(rate, effort: _options.Effort) : Mode.Lossy(rate, _options.Effort)));
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
        var decoder = new VaeDecoder(Decoding(layers));
        (PixelImage decoded, Timing time) = Time(() => decoder.Decode(coded.Bytes, null, cancellationToken));
        return new(decoded, time);
    }

    private EncoderOptions Encoding(Mode mode)
        => new() { Mode = mode, Model = _options.Model, ModelsFolder = _options.ModelsFolder, Threads = _options.Threads };

    private DecoderOptions Decoding(int? layers)
        => new() { Layers = layers, ModelsFolder = _options.ModelsFolder, Threads = _options.Threads };

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
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(string.Join(' ', modules))))[..12];
    }
}
