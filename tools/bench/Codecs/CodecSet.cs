using VaeCodec.Bench.Results;

namespace VaeCodec.Bench.Codecs;

/// <summary>The codecs of a run: VaeCodec, then the peers whose tools are installed.</summary>
/// <param name="Codecs">In the order of the report.</param>
/// <param name="Missing">Peers that were asked for and cannot run.</param>
internal sealed record CodecSet(IReadOnlyList<IBenchCodec> Codecs, IReadOnlyList<MissingCodec> Missing)
{
    /// <summary>VaeCodec's own entry.</summary>
    public VaeBenchCodec Vae => Codecs.OfType<VaeBenchCodec>().Single();

    /// <summary>Finds the peers of a list of names.</summary>
    /// <exception cref="VaeCodecException">BadArgument: a name that is in no table.</exception>
    public static IReadOnlyList<PeerSpec> Peers(IEnumerable<string> names) => [.. names.Where(n => n != VaeBenchCodec.Name).Distinct()
        .Select(n => PeerTable.All.FirstOrDefault(p => p.Key == n) ?? throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
            $"there is no codec '{n}'; there are {string.Join(", ", PeerTable.All.Select(p => p.Key))}"))];

    /// <summary>Starts the codecs; those without tools are listed, not guessed.</summary>
    public static CodecSet Create(IBenchCodec vae, IEnumerable<PeerSpec> peers, PeerWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(peers);
        List<IBenchCodec> codecs = [vae];
        List<MissingCodec> missing = [];
        foreach (PeerSpec peer in peers)
        {
            IReadOnlyList<string> tools = PeerCodec.MissingTools(peer);
            if (tools.Count == 0)
                codecs.Add(new PeerCodec(peer, workspace));
            else
                missing.Add(new(peer.Name, tools, peer.Package));
        }

        return new(codecs, missing);
    }
}
