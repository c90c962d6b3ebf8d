using VaeCodec.Networks.Hvae;

namespace VaeCodec.Train.Network;

/// <summary>Starts a network from the weights of a smaller one so that it computes what that computes (Chen et al. 2016, "Net2Net"): new
/// blocks add nothing, since their second convolution is zero; new channels are made of random mixtures, so that no two learn the same, but
/// nothing that was there before reads them yet. Latent channels may become fewer.</summary>
internal static class Growth
{
    private const int Dropped = -1;

    /// <summary>Grows a network.</summary>
    /// <param name="from">The smaller network.</param>
    /// <param name="to">The larger: at least as many channels and blocks everywhere, as many latent layers, and no layer with more
    /// latents.</param>
    /// <param name="kept">Which latent channels of a layer of <paramref name="from"/> stay, in their order, as many as the layer of
    /// <paramref name="to"/> has.</param>
    /// <param name="seed">Of the new channels' mixtures.</param>
    /// <param name="device">"cpu" or "cuda".</param>
    public static TorchParameters Grow(HvaeWeights from, HvaeNetwork to, Func<HvaeLayerSpec, IReadOnlyList<int>> kept, ulong seed,
        string device = "cpu")
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(kept);
        Check(from.Network, to);
        using TorchParameters random = RandomStart.Create(to, seed);
        var values = random.Read(random.Tensors).ToDictionary(p => p.Name, p => p.Values);
        foreach (string name in to.Parameters.Select(p => p.Name).Where(n => IsZeroOfNew(n, from.Network)))
            Array.Clear(values[name]);
        Inherit(from.Network, to, kept, (name, shape) => from.Read(name, shape), values);
        return TorchParameters.Create(to, (name, _) => values[name], device);
    }

    /// <summary>Which values of the larger network are the smaller one's.</summary>
    /// <returns>By parameter of <paramref name="to"/>: 1 for a value that was there before, 0 for a new one.</returns>
    public static Dictionary<string, float[]> Inherited(HvaeNetwork from, HvaeNetwork to, Func<HvaeLayerSpec, IReadOnlyList<int>> kept)
    {
        var marks = to.Parameters.ToDictionary(p => p.Name, p => new float[p.Shape.Aggregate(1, (a, b) => a * b)]);
        Inherit(from, to, kept, (_, shape) => [.. Enumerable.Repeat(1f, shape.Aggregate(1, (a, b) => a * b))], marks);
        return marks;
    }

    /// <summary>Puts every old value where it belongs.</summary>
    private static void Inherit(HvaeNetwork from, HvaeNetwork to, Func<HvaeLayerSpec, IReadOnlyList<int>> kept,
        Func<string, int[], float[]> read, Dictionary<string, float[]> values)
    {
        var olds = from.Parameters.ToDictionary(p => p.Name, p => p.Shape);
        Dictionary<string, (int[]? Out, int[]? In)> maps = Maps(from, to, kept);
        foreach ((string name, int[] shape) in to.Parameters)
        {
            if (!olds.TryGetValue(name, out int[]? old))
                continue;
            (int[]? outs, int[]? ins) = maps.GetValueOrDefault(name[..Math.Max(0, name.LastIndexOf('.'))]);
            // The learnt initial state is one vector: its only axis is the second.
            (int outAxis, int inAxis) = name == HvaeNetwork.TopName ? (1, 0) : (0, 1);
            Overlay(read(name, old), old, outs, ins, values[name], shape, outAxis, inAxis);
        }
    }

    // A new block adds nothing while its second convolution is zero.
    private static bool IsZeroOfNew(string name, HvaeNetwork from)
        => (name.EndsWith(".conv1.weight", StringComparison.Ordinal) || name.EndsWith(".conv1.bias", StringComparison.Ordinal))
            && from.Parameters.All(p => p.Name != name);

    /// <summary>Old values where they belong; nothing old reads what is new.</summary>
    private static void Overlay(float[] old, int[] oldShape, int[]? outs, int[]? ins, float[] values, int[] shape, int outAxis, int inAxis)
    {
        int oldOut = oldShape[outAxis], newIn = shape.Length > 1 ? shape[inAxis] : 1, oldIn = oldShape.Length > 1 ? oldShape[inAxis] : 1;
        int taps = oldShape.Skip(2).Aggregate(1, (a, b) => a * b);
        for (int o = 0; o < oldOut; o++)
        {
            int toOut = outs is null ? o : outs[o];
            if (toOut == Dropped)
                continue;
            values.AsSpan(toOut * newIn * taps, newIn * taps).Clear();
            for (int i = 0; i < oldIn; i++)
            {
                int toIn = ins is null ? i : ins[i];
                if (toIn != Dropped)
                    old.AsSpan((o * oldIn + i) * taps, taps).CopyTo(values.AsSpan((toOut * newIn + toIn) * taps, taps));
            }
        }
    }

    /// <summary>Where channels go to that do not keep their numbers.</summary>
    private static Dictionary<string, (int[]? Out, int[]? In)> Maps(
        HvaeNetwork from, HvaeNetwork to, Func<HvaeLayerSpec, IReadOnlyList<int>> kept)
    {
        var maps = new Dictionary<string, (int[]? Out, int[]? In)>();
        foreach ((HvaeLayerSpec old, HvaeLayerSpec layer) in from.Layers.Zip(to.Layers))
        {
            int[] latents = [.. Enumerable.Repeat(Dropped, old.Latents)];
            IReadOnlyList<int> keep = kept(old);
            if (keep.Count != layer.Latents)
                throw new ArgumentException($"{old.Name} keeps {keep.Count} channels and has {layer.Latents}", nameof(kept));
            for (int i = 0; i < keep.Count; i++)
                latents[keep[i]] = i;
            maps[layer.Prior.Name] = ([.. latents, .. latents.Select(i => i == Dropped ? Dropped : layer.Latents + i)], null);
            maps[layer.Posterior.Name] = (latents, null);
            maps[layer.Merge.Name] = (null, latents);
            maps[layer.Join.Name] = (null, [.. Enumerable.Range(0, 2 * old.Channels)
                .Select(i => i < old.Channels ? i : layer.Channels + i - old.Channels)]);
        }

        return maps;
    }

    private static void Check(HvaeNetwork from, HvaeNetwork to)
    {
        (HvaeSpec a, HvaeSpec b) = (from.Spec, to.Spec);
        bool fits = a.Scales == b.Scales && a.Embedding == b.Embedding && a.Log2Scale.SequenceEqual(b.Log2Scale)
            && a.BetaRange.SequenceEqual(b.BetaRange)
            && a.Latents.Select(g => g.Count).SequenceEqual(b.Latents.Select(g => g.Count))
            && from.Layers.Zip(to.Layers).All(l => l.Second.Latents <= l.First.Latents)
            && a.Widths.Zip(b.Widths).All(w => w.Second >= w.First) && a.AnalysisBlocks.Zip(b.AnalysisBlocks).All(n => n.Second >= n.First)
            && b.SynthesisBlocks >= a.SynthesisBlocks && b.ExtraPosteriorBlocks >= a.ExtraPosteriorBlocks && (b.FilmShift || !a.FilmShift)
            && (!a.FilmShift || a.Widths.SequenceEqual(b.Widths));
        if (!fits)
            throw new InvalidDataException(
                $"network '{b.Name}' cannot be grown from '{a.Name}': see tools/train/README.md for what may grow");
    }
}
