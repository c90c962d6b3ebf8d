namespace VaeCodec.Bench.Results;

/// <summary>What makes a codec's measurements repeatable.</summary>
internal sealed record CodecInfo
{
    /// <summary>Name in results and report.</summary>
    public required string Name { get; init; }

    /// <summary>Tool and version.</summary>
    public required string Version { get; init; }

    /// <summary>How it encodes; <c>{q}</c> is the setting.</summary>
    public required string Encode { get; init; }

    /// <summary>How it decodes.</summary>
    public required string Decode { get; init; }

    /// <summary>What the setting is called.</summary>
    public required string SettingName { get; init; }

    /// <summary>Measured values of the setting, by rising rate.</summary>
    public required IReadOnlyList<double> Settings { get; init; }

    /// <summary>The finest change of the setting when a rate is to be met.</summary>
    public required double Step { get; init; }

    /// <summary>Processor time of the encoder's process on a picture of 64 x 64, in milliseconds; 0 for VaeCodec, which runs as a
    /// library.</summary>
    public double StartEncodeCpuMs { get; init; }

    /// <summary>The same for the decoder.</summary>
    public double StartDecodeCpuMs { get; init; }
}
