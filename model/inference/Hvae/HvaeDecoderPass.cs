using VaeCodec.Inference.Convolution;
using VaeCodec.Inference.Tensors;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Inference.Hvae;

/// <summary>The passes of a decoder. Latent layers come one after the other from one stream of symbols, so each is a pass of its own over
/// the state that the layer before has left: strip by strip, in its place. The state is the only tensor that is ever there as a whole, and
/// only up to the last layer's scale. A layer that fits the budget is one strip.</summary>
internal sealed class HvaeDecoderPass(HvaeEngine engine)
{
    /// <summary>Runs latent layers from the first on; gives the state after the last.</summary>
    /// <param name="handler">Gets one layer after the other, each strip by strip. Strips may have no rows.</param>
    /// <param name="count">How many; null for all.</param>
    public Tensor Layers(ILatentLayerHandler<Tensor> handler, int? count = null)
    {
        Tensor state = engine.Network.Top(engine, null);
        foreach (HvaeLayerSpec layer in engine.Network.Layers.Take(count ?? engine.Network.Layers.Count))
            state = Layer(state, layer, handler);
        return state;
    }

    /// <summary>From the state after some latent layer, which it consumes, to a small picture.</summary>
    /// <param name="state">From <see cref="Layers"/>.</param>
    /// <param name="preview">Has the head.</param>
    /// <param name="head">Reads the state.</param>
    /// <param name="picture">Takes over rows of the small padded picture, from the top down.</param>
    public void Preview(Tensor state, HvaePreview preview, HvaePreviewHead head, Action<Tensor> picture)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(preview);
        ArgumentNullException.ThrowIfNull(picture);
        PackedConvolution layer = preview.Convolution(head);
        foreach (Strip rows in state.Rows.Cut(StripPlan.SynthesisRows(engine, state)))
            picture(engine.ToPicture(layer, state.View(rows)));
        engine.Release(state);
        engine.Trim();
    }

    /// <summary>From the state after the last layer, which it consumes, to the picture.</summary>
    /// <param name="state">From <see cref="Layers"/>.</param>
    /// <param name="picture">Takes over rows of the padded picture, from the top down.</param>
    public void Synthesise(Tensor state, Action<Tensor> picture)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(picture);
        HvaeNetwork network = engine.Network;
        int rowsAtATime = StripPlan.SynthesisRows(engine, state);
        if (rowsAtATime >= state.Height)
        {
            picture(network.Synthesise(engine, network.ToFinest(engine, state)));
            return;
        }

        foreach (Strip rows in state.Rows.Cut(rowsAtATime))
            picture(network.Synthesise(engine, network.ToFinest(engine, state.View(rows))));
        engine.Release(state);
        engine.Trim();
    }

    private Tensor Layer(Tensor state, HvaeLayerSpec layer, ILatentLayerHandler<Tensor> handler)
    {
        HvaeNetwork network = engine.Network;
        Tensor? next = null;
        foreach (Strip rows in state.Rows.Cut(StripPlan.LayerRows(engine, state, layer)))
        {
            if (rows.IsWhole)
                return network.Layer(engine, layer, state, null, handler);
            Tensor strip = network.Layer(engine, layer, state.View(rows), null, handler);

            // The rows that the next strip still reads of a state of the same scale are below those that are replaced: both lag by the
            // same.
            next ??= strip.Rows.GridHeight == state.Rows.GridHeight ? state : engine.RentWhole(strip);
            engine.CopyRows(strip, strip.Rows, next);
            engine.Release(strip);
        }

        if (next != state)
            engine.Release(state);
        engine.Trim();
        return next!;
    }
}
