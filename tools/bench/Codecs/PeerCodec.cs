using System.Globalization;
using System.Text.RegularExpressions;
using VaeCodec.Bench.Results;
using VaeCodec.Images;

namespace VaeCodec.Bench.Codecs;

/// <summary>A peer, run as the processes that its users run.</summary>
internal sealed class PeerCodec : IBenchCodec
{
    private const int StartRuns = 5;
    private readonly PeerSpec _spec;
    private readonly PeerWorkspace _workspace;

    /// <summary>Asks the encoder for its version and times both programs on a picture of 64 x 64.</summary>
    /// <exception cref="IOException">A program does not start.</exception>
    public PeerCodec(PeerSpec spec, PeerWorkspace workspace)
    {
        _spec = spec;
        _workspace = workspace;
        Info = new()
        {
            Name = spec.Name,
            Version = Version(spec),
            Encode = $"{spec.Encoder} {spec.EncodeArguments}",
            Decode = $"{spec.Decoder} {spec.DecodeArguments}",
            SettingName = spec.SettingName,
            Settings = spec.Points,
            Step = spec.Step,
        };
        (Timing encode, Timing decode) = StartTimes();
        Info = Info with { StartEncodeCpuMs = encode.CpuMs, StartDecodeCpuMs = decode.CpuMs };
    }

    /// <inheritdoc/>
    public CodecInfo Info { get; }

    /// <summary>Those of a peer's programs that are not on the search path.</summary>
    public static IReadOnlyList<string> MissingTools(PeerSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return [.. new[] { spec.Encoder, spec.Decoder }.Where(tool => !ToolProcess.Exists(tool))];
    }

    /// <inheritdoc/>
    public CodedPicture Encode(TestImage image, double setting, CancellationToken cancellationToken = default)
    {
        string file = _workspace["coded" + _spec.FileSuffix];
        Timing time = Run(_spec.Encoder, _spec.EncodeArguments, _workspace.Input(image, _spec.InputSuffix), file, setting,
            cancellationToken);
        return new(File.ReadAllBytes(file), time);
    }

    /// <inheritdoc/>
    public DecodedPicture Decode(CodedPicture coded, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(coded);
        string file = _workspace["coded" + _spec.FileSuffix], decoded = _workspace["decoded" + _spec.DecodedSuffix];
        File.WriteAllBytes(file, coded.Bytes);
        Timing time = Run(_spec.Decoder, _spec.DecodeArguments, file, decoded, null, cancellationToken);
        return new(TestImage.ToRgb(ImageFile.Load(decoded, null, cancellationToken)), time);
    }

    private static Timing Run(string program, string arguments, string from, string to, double? setting,
        CancellationToken cancellationToken)
    {
        File.Delete(to);
        IEnumerable<string> filled = arguments.Split(' ').Select(a => a
            .Replace("{q}", setting?.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{in}", from, StringComparison.Ordinal).Replace("{out}", to, StringComparison.Ordinal));
        ToolProcess.Outcome outcome = ToolProcess.Run(program, filled, cancellationToken);
        if (outcome.ExitCode == 0 && File.Exists(to))
            return outcome.Time;
        string said = outcome.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .LastOrDefault("nothing");
        throw new VaeCodecException(VaeCodecErrorKind.BadImage, $"{program} failed with exit code {outcome.ExitCode} and said: {said}");
    }

    /// <summary>Versions are often printed with a failing exit code and on either stream.</summary>
    private static string Version(PeerSpec spec)
    {
        Match match = Regex.Match(ToolProcess.Run(spec.Encoder, [spec.VersionArgument]).Text, spec.VersionPattern);
        return $"{spec.Encoder} {(match.Success ? match.Value.Trim() : "of unknown version")}";
    }

    /// <summary>Medians over a tiny picture: what a process costs before it has done any work.</summary>
    private (Timing Encode, Timing Decode) StartTimes()
    {
        const int Side = 64;
        TestImage tiny = TestImage.Of("start",
            new(Side, Side, 3, [.. Enumerable.Range(0, Side * Side * 3).Select(i => (byte)(i * i >> 8))]));
        double setting = _spec.Points[_spec.Points.Count / 2];
        List<Timing> encode = [], decode = [];
        for (int i = 0; i < StartRuns; i++)
        {
            CodedPicture coded = Encode(tiny, setting);
            encode.Add(coded.Time);
            decode.Add(Decode(coded).Time);
        }

        return (encode.OrderBy(t => t.CpuMs).ElementAt(StartRuns / 2), decode.OrderBy(t => t.CpuMs).ElementAt(StartRuns / 2));
    }
}
