namespace VaeCodec.Bench.Codecs;

/// <summary>How one peer's command line tools are run. In the arguments <c>{q}</c> is the setting, <c>{in}</c> and <c>{out}</c> are
/// files.</summary>
internal sealed record PeerSpec
{
    /// <summary>What <c>--codecs</c> calls it.</summary>
    public required string Key { get; init; }

    /// <summary>Name in results: codec and the settings that matter.</summary>
    public required string Name { get; init; }

    /// <summary>Encoder's program.</summary>
    public required string Encoder { get; init; }

    /// <summary>Encoder's arguments.</summary>
    public required string EncodeArguments { get; init; }

    /// <summary>Decoder's program.</summary>
    public required string Decoder { get; init; }

    /// <summary>Decoder's arguments.</summary>
    public required string DecodeArguments { get; init; }

    /// <summary>Debian package that has both programs.</summary>
    public required string Package { get; init; }

    /// <summary>Argument that makes the encoder name its version.</summary>
    public required string VersionArgument { get; init; }

    /// <summary>Finds the version in that output.</summary>
    public required string VersionPattern { get; init; }

    /// <summary>Format that the encoder reads: <c>.ppm</c> or <c>.png</c>.</summary>
    public string InputSuffix { get; init; } = ".ppm";

    /// <summary>Extension of its files.</summary>
    public required string FileSuffix { get; init; }

    /// <summary>Format that the decoder writes: <c>.ppm</c> or <c>.png</c>.</summary>
    public string DecodedSuffix { get; init; } = ".ppm";

    /// <summary>What the setting is called.</summary>
    public required string SettingName { get; init; }

    /// <summary>Values of the setting, by rising rate.</summary>
    public required IReadOnlyList<double> Points { get; init; }

    /// <summary>The value with the smallest files that the encoder makes.</summary>
    public required double Smallest { get; init; }

    /// <summary>The finest change of the setting that is worth trying when a rate is to be met.</summary>
    public required double Step { get; init; }
}
