using VaeCodec.Inference.Tensors;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Inference.Hvae;

/// <summary>The passes of an encoder, bottom up and top down at once: a strip of the picture goes all the way before the next one is looked
/// at, so that besides the picture only strips are in memory, and the features of those rows by which the top-down pass lags behind. A
/// picture that fits the budget is one strip.</summary>
internal sealed class HvaeEncoderPass
{
    private readonly HvaeEngine _engine;
    private readonly ILatentLayerHandler<Tensor> _handler;
    private readonly Action<Tensor>? _reconstruction;
    private readonly int _pictureRows;
    private readonly Dictionary<int, FeatureWindow> _windows = [];

    /// <summary>Prepares one pass over one picture.</summary>
    /// <param name="engine">Computes.</param>
    /// <param name="handler">Gets every latent layer strip by strip, from the top down; the layers in order for one strip before they go on
    /// to the next. Strips may have no rows.</param>
    /// <param name="reconstruction">Takes over rows of the padded reconstruction, from the top down; null to make none.</param>
    public HvaeEncoderPass(HvaeEngine engine, ILatentLayerHandler<Tensor> handler, Action<Tensor>? reconstruction)
    {
        _engine = engine;
        _handler = new WatchedHandler(handler, _windows);
        _reconstruction = reconstruction;
        _pictureRows = StripPlan.PictureRows(engine);
    }

    /// <summary>Runs the network.</summary>
    /// <param name="picture">Gives rows of the padded picture.</param>
    public void Run(Func<Strip, Tensor> picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        foreach (Strip rows in Strip.Whole(_engine.Height).Cut(_pictureRows, _engine.Network.Spec.CoarsestStride))
        {
            Tensor[] features = _engine.Network.Analyse(_engine, picture(rows));
            for (int scale = 1; scale < features.Length && !rows.IsWhole; scale++)
                features[scale] = Window(features[scale].Rows.GridHeight).Append(features[scale]);
            TopDown(0, _engine.Network.Top(_engine, features[^1]), features);
        }

        foreach (FeatureWindow window in _windows.Values)
            window.Clear();
        if (_windows.Count > 0)
            _engine.Trim();
    }

    /// <summary>From a strip of the state before a layer down to the picture. When the bottom-up pass has ended, all rows by which a layer
    /// lagged come at once; they are more than a strip.</summary>
    private void TopDown(int index, Tensor state, Tensor[] features)
    {
        HvaeNetwork network = _engine.Network;
        int rowsAtATime = Math.Max(1, _pictureRows / (_engine.Width / state.Width));
        if (state.Height <= rowsAtATime)
        {
            Descend(state);
            return;
        }

        foreach (Strip rows in state.Rows.Cut(rowsAtATime))
            Descend(state.View(rows));
        _engine.Release(state);

        void Descend(Tensor strip)
        {
            if (index < network.Layers.Count)
                TopDown(index + 1, network.Layer(_engine, network.Layers[index], strip, features, _handler), features);
            else if (_reconstruction is null)
                _engine.Release(strip);
            else
                _reconstruction(network.Synthesise(_engine, network.ToFinest(_engine, strip)));
        }
    }

    private FeatureWindow Window(int gridHeight)
    {
        if (!_windows.TryGetValue(gridHeight, out FeatureWindow? window))
            _windows.Add(gridHeight, window = new(_engine));
        return window;
    }

    /// <summary>Tells a window which rows no layer needs any more: the last layer of a scale, which lags the most, says so last. A
    /// posterior of more blocks than its prior lags behind it; the prior's rows are still at hand, <see cref="Tensor.HistoryRows"/> of
    /// them.</summary>
    private sealed class WatchedHandler(
        ILatentLayerHandler<Tensor> inner, Dictionary<int, FeatureWindow> windows) : ILatentLayerHandler<Tensor>
    {
        public bool WantsPosterior(HvaeLayerSpec layer) => inner.WantsPosterior(layer);

        public Tensor Resolve(HvaeLayerSpec layer, Tensor prior, Tensor? posterior)
        {
            if (windows.TryGetValue(prior.Rows.GridHeight, out FeatureWindow? window))
                window.DropBefore(prior.Rows.Bottom);
            return inner.Resolve(layer, posterior is null || posterior.Rows == prior.Rows ? prior : prior.View(posterior.Rows), posterior);
        }
    }
}
