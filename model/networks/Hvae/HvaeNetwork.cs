using VaeCodec.Networks.Layers;

namespace VaeCodec.Networks.Hvae;

/// <summary>The hierarchical VAE as a list of named layers and the order in which they run; both engines execute this one description.
/// Parameter names are those of the PyTorch twin (tools/train/gpu/hvae.py).</summary>
internal sealed class HvaeNetwork
{
    private readonly ConvolutionSpec _patch;
    private readonly HvaeBlockSpec[][] _analysis;
    private readonly ConvolutionSpec[] _down;
    private readonly HvaeBlockSpec[] _before;
    private readonly HvaeLayerSpec[][] _groups;
    private readonly int[] _groupOf;
    private readonly HvaeBlockSpec[] _after;
    private readonly ConvolutionSpec[] _up;
    private readonly HvaeBlockSpec[] _synthesis;
    private readonly ConvolutionSpec _unpatch;

    /// <summary>Lays out the network of a spec.</summary>
    public HvaeNetwork(HvaeSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Spec = spec;
        int e = spec.Embedding, scales = spec.Scales, finest = spec.Widths[0];
        Embedding = [new("embed.0", spec.Layers, e), new("embed.2", e, e)];
        _patch = new("patch", 3, finest, 4, 4);
        _analysis = [.. spec.Widths.Select((c, i) => Enumerable.Range(0, spec.AnalysisBlocks[i])
            .Select(j => Block($"analysis.{i}.{j}", c)).ToArray())];
        _down = [.. Enumerable.Range(0, scales - 1).Select(i => new ConvolutionSpec($"down.{i}", spec.Widths[i], spec.Widths[i + 1], 2,
            2))];
        int layer = 0;
        _groups = [.. spec.Latents.Select((group, i) => group
            .Select((z, j) => new HvaeLayerSpec(layer++, $"latent.{i}.{j}", Width(i), z, e, spec.Winograd, spec.FilmShift,
                spec.ExtraPosteriorBlocks)).ToArray())];
        _before = [.. _groups.Select((_, i) => Block($"before.{i}", Width(i)))];
        _after = [.. _groups.Select((_, i) => Block($"after.{i}", Width(i)))];
        _up = [.. _groups.Select((_, i) => new ConvolutionSpec($"up.{i}", Width(i), Width(i + 1) * 4, Shuffle: 2))];
        _synthesis = [.. Enumerable.Range(0, spec.SynthesisBlocks).Select(i => Block($"synthesis.{i}", finest))];
        _unpatch = new("unpatch", finest, 48, 3, Shuffle: 4, Winograd: spec.Winograd);
        Layers = [.. _groups.SelectMany(group => group)];
        _groupOf = [.. _groups.SelectMany((group, i) => group.Select(_ => i))];

        int Width(int fromCoarsest) => spec.Widths[scales - 1 - fromCoarsest];

        HvaeBlockSpec Block(string name, int channels) => new(name, channels, e, spec.Winograd, spec.FilmShift);
    }

    /// <summary>Name of the learnt initial state.</summary>
    public const string TopName = "top";

    /// <summary>Slope of the leaky ReLUs below zero.</summary>
    public const float NegativeSlope = 0.1f;

    /// <summary>The sizes.</summary>
    public HvaeSpec Spec { get; }

    /// <summary>The two dense layers (each followed by a leaky ReLU) from the normalised log2 beta to the rate embedding.</summary>
    public IReadOnlyList<LinearSpec> Embedding { get; }

    /// <summary>The latent layers in coding order.</summary>
    public IReadOnlyList<HvaeLayerSpec> Layers { get; }

    /// <summary>Every residual block, in order of first use.</summary>
    public IEnumerable<HvaeBlockSpec> Blocks
        => _analysis.SelectMany(b => b)
            .Concat(_groups.SelectMany((group, i) => group
                .SelectMany(l => l.PosteriorBlocks.Prepend(l.PriorBlock).Append(l.MergeBlock)).Prepend(_before[i]).Append(_after[i])))
            .Concat(_synthesis);

    /// <summary>Every convolution, blocks included.</summary>
    public IEnumerable<ConvolutionSpec> Convolutions
        => Blocks.SelectMany(b => new[] { b.Conv3, b.Conv1 })
            .Concat(_down).Concat(_up).Concat(Layers.SelectMany(l => new[] { l.Prior, l.Join, l.Posterior, l.Merge }))
            .Append(_patch).Append(_unpatch);

    /// <summary>Those that a decoder runs.</summary>
    public IEnumerable<ConvolutionSpec> DecoderConvolutions
        => Layers.SelectMany(l => new[] { l.PriorBlock, l.MergeBlock }).Concat(_before).Concat(_after).Concat(_synthesis)
            .SelectMany(b => new[] { b.Conv3, b.Conv1 })
            .Concat(Layers.SelectMany(l => new[] { l.Prior, l.Merge })).Concat(_up).Append(_unpatch);

    /// <summary>Every parameter's name and shape, as the weight file holds them.</summary>
    public IEnumerable<(string Name, int[] Shape)> Parameters
    {
        get
        {
            foreach (LinearSpec l in Embedding.Concat(Blocks.Select(b => b.Film)))
            {
                yield return ($"{l.Name}.weight", [l.Out, l.In]);
                yield return ($"{l.Name}.bias", [l.Out]);
            }

            foreach (ConvolutionSpec c in Convolutions)
            {
                yield return ($"{c.Name}.weight", [c.Out, c.In, c.Kernel, c.Kernel]);
                yield return ($"{c.Name}.bias", [c.Out]);
            }

            yield return (TopName, [1, Spec.Widths[^1], 1, 1]);
        }
    }

    /// <summary>Names of the parameters that an encoder alone runs: those of the bottom-up pass and of the posteriors.</summary>
    public IEnumerable<string> EncoderParameters
    {
        get
        {
            HvaeBlockSpec[] blocks = [.. _analysis.SelectMany(b => b).Concat(Layers.SelectMany(l => l.PosteriorBlocks))];
            return blocks.SelectMany(b => new[] { b.Conv3.Name, b.Conv1.Name, b.Film.Name })
                .Concat(_down.Append(_patch).Concat(Layers.SelectMany(l => new[] { l.Join, l.Posterior })).Select(c => c.Name))
                .SelectMany(name => new[] { $"{name}.weight", $"{name}.bias" });
        }
    }

    /// <summary>Bottom-up pass: picture [3, H, W], sides multiples of <see cref="HvaeSpec.CoarsestStride"/>, to features per scale, finest
    /// first. The finest scale has no latents, so its features are gone (default).</summary>
    public TTensor[] Analyse<TTensor>(IHvaeEngine<TTensor> engine, TTensor picture)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var features = new TTensor[Spec.Scales];
        TTensor t = engine.Patch(_patch, picture);
        for (int i = 0; i < features.Length; i++)
        {
            foreach (HvaeBlockSpec block in _analysis[i])
                t = engine.RunBlock(block, t);
            if (i > 0)
                features[i] = t;
            if (i + 1 == features.Length)
                break;
            TTensor finer = t;
            t = engine.Convolve(_down[i], finer);
            if (i == 0)
                engine.Release(finer);
        }

        return features;
    }

    /// <summary>Top-down pass through all latent layers to the state at the finest scale.</summary>
    /// <param name="engine">Computes.</param>
    /// <param name="features">From <see cref="Analyse"/>; null in a decoder. Consumed.</param>
    /// <param name="handler">What happens at each latent layer.</param>
    public TTensor TopDown<TTensor>(IHvaeEngine<TTensor> engine, TTensor[]? features, ILatentLayerHandler<TTensor> handler)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(handler);
        TTensor h = Top(engine, features is null ? default : features[^1]);
        foreach (HvaeLayerSpec layer in Layers)
            h = Layer(engine, layer, h, features, handler);
        return ToFinest(engine, h);
    }

    /// <summary>Pixels per position of a latent layer's grid, along each side.</summary>
    public int StrideOf(HvaeLayerSpec layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Spec.CoarsestStride >> _groupOf[layer.Index];
    }

    /// <summary>The state before the first latent layer.</summary>
    /// <param name="engine">Computes.</param>
    /// <param name="like">Features of the coarsest scale; default in a decoder.</param>
    public TTensor Top<TTensor>(IHvaeEngine<TTensor> engine, TTensor? like)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return engine.Constant(TopName, Spec.Widths[^1], like);
    }

    /// <summary>One step of <see cref="TopDown"/>: from the state that the latent layer before has left to that which this one
    /// leaves.</summary>
    public TTensor Layer<TTensor>(
        IHvaeEngine<TTensor> engine, HvaeLayerSpec layer, TTensor h, TTensor[]? features, ILatentLayerHandler<TTensor> handler)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(handler);
        int i = _groupOf[layer.Index];
        if (layer.Index == _groups[i][0].Index)
            h = engine.RunBlock(_before[i], i == 0 ? h : Finer(engine, i - 1, h));
        h = Resolve(engine, layer, h, features is null ? default : features[^(i + 1)], features is not null, handler);
        if (features is not null && layer.Index == _groups[i][^1].Index)
            engine.Release(features[^(i + 1)]);
        return h;
    }

    /// <summary>The last step of <see cref="TopDown"/>: from the state that the last latent layer has left to that at the finest
    /// scale.</summary>
    public TTensor ToFinest<TTensor>(IHvaeEngine<TTensor> engine, TTensor h)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return Finer(engine, _groups.Length - 1, h);
    }

    /// <summary>The finest state to a picture [3, H, W], not clamped.</summary>
    public TTensor Synthesise<TTensor>(IHvaeEngine<TTensor> engine, TTensor h)
    {
        ArgumentNullException.ThrowIfNull(engine);
        foreach (HvaeBlockSpec block in _synthesis)
            h = engine.RunBlock(block, h);
        return engine.Unpatch(_unpatch, h);
    }

    private TTensor Finer<TTensor>(IHvaeEngine<TTensor> engine, int group, TTensor h) =>
        engine.Upsample(_up[group], engine.RunBlock(_after[group], h));

    private static TTensor Resolve<TTensor>(IHvaeEngine<TTensor> engine, HvaeLayerSpec layer, TTensor h, TTensor? features,
        bool hasFeatures, ILatentLayerHandler<TTensor> handler)
    {
        TTensor refined = engine.RunBlock(layer.PriorBlock, h, keep: true);
        TTensor prior = engine.Convolve(layer.Prior, refined);
        engine.Release(refined);
        TTensor? posterior = default;
        bool wanted = hasFeatures && handler.WantsPosterior(layer);
        if (wanted)
        {
            TTensor joined = engine.Join(layer.Join, h, features!);
            foreach (HvaeBlockSpec block in layer.PosteriorBlocks)
                joined = engine.RunBlock(block, joined);
            posterior = engine.Convolve(layer.Posterior, joined);
            engine.Release(joined);
        }

        TTensor z = handler.Resolve(layer, prior, posterior);
        h = engine.RunBlock(layer.MergeBlock, engine.Merge(layer.Merge, h, z));
        engine.Release(prior);
        engine.Release(z);
        if (wanted)
            engine.Release(posterior!);
        return h;
    }
}
