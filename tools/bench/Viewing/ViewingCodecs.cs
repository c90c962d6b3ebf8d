using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Results;

namespace VaeCodec.Bench.Viewing;

/// <summary>The codecs of a viewing test with their settings.</summary>
/// <param name="Plain">VaeCodec.</param>
/// <param name="Texture">VaeCodec with texture, at the plain one's settings: a few bytes more.</param>
/// <param name="Peers">The first sets the bytes.</param>
/// <param name="Missing">Peers that are not installed.</param>
internal sealed record ViewingCodecs(IBenchCodec Plain, IBenchCodec Texture, IReadOnlyList<(IBenchCodec Codec, SettingRange Range)> Peers,
    IReadOnlyList<MissingCodec> Missing)
{
    /// <summary>VaeCodec's settings.</summary>
    public static SettingRange PlainRange { get; } = new(0, 100, 0.05);

    /// <summary>All of them, in the order of the sheets.</summary>
    public IReadOnlyList<CodecInfo> Infos => [Plain.Info, Texture.Info, .. Peers.Select(p => p.Codec.Info)];

    /// <summary>Starts them.</summary>
    /// <exception cref="VaeCodecException">BadArgument: an unknown peer or model.</exception>
    public static ViewingCodecs Create(ViewingOptions options, PeerWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(options);
        ILookup<bool, PeerSpec> peers = CodecSet.Peers(options.Codecs).ToLookup(p => PeerCodec.MissingTools(p).Count == 0);
        var own = new BenchOptions { Folder = "", Model = options.Model, ModelsFolder = options.ModelsFolder, Threads = options.Threads };
        return new(new VaeBenchCodec(own), new VaeBenchCodec(own, texture: true),
            [.. peers[true].Select(p => ((IBenchCodec)new PeerCodec(p, workspace), new SettingRange(p.Smallest, p.Points[^1], p.Step)))],
            [.. peers[false].Select(p => new MissingCodec(p.Name, PeerCodec.MissingTools(p), p.Package))]);
    }
}
