using VaeCodec.Networks;

namespace VaeCodec.Inference;

/// <summary>The passes of an encoder, bottom up and top down at once: a strip of the picture goes all the way before the next one is looked at,
/// so that besides the picture only strips are in memory, and the features of those rows by which the top-down pass lags behind. A
/// picture that fits the budget is one strip.</summary>
public sealed class EncoderPass(DeterministicEngine engine)
{
    private readonly Dictionary<int, FeatureWindow> _windows = [];

    /// <summary>Runs a network over a picture.</summary>
    /// <param name="picture">Gives rows of the padded picture.</param>
    /// <param name="step">Gets every latent layer strip by strip: the layers in order for one strip, then for the next. Strips may have no rows.</param>
    /// <param name="reconstruction">Takes over rows of the padded reconstruction, from the top down; null to make none.</param>
    public void Run(Func<Strip, Tensor> picture, ILatentStep<Tensor> step, Action<Tensor>? reconstruction)
    {
        ArgumentNullException.ThrowIfNull(picture);
        HvaeNetwork network = engine.Network;
        var watched = new WatchedStep(step, _windows);
        foreach (Strip rows in Strip.Whole(engine.Height).Cut(StripPlan.PictureRows(engine)))
        {
            Tensor[] features = network.Analyse(engine, picture(rows));
            for (int scale = 1; scale < features.Length; scale++)
                features[scale] = Window(features[scale].Rows.GridHeight).Append(features[scale]);
            Tensor state = network.TopDown(engine, features, watched);
            if (reconstruction is null)
                engine.Release(state);
            else
                reconstruction(network.Synthesise(engine, state));
        }
    }

    private FeatureWindow Window(int gridHeight)
    {
        if (!_windows.TryGetValue(gridHeight, out FeatureWindow? window))
            _windows.Add(gridHeight, window = new(engine));
        return window;
    }

    /// <summary>Tells a window which rows no layer needs any more: the last layer of a scale, which lags the most, says so last.</summary>
    private sealed class WatchedStep(ILatentStep<Tensor> inner, Dictionary<int, FeatureWindow> windows) : ILatentStep<Tensor>
    {
        public bool WantsPosterior(LatentLayerSpec layer) => inner.WantsPosterior(layer);

        public Tensor Resolve(LatentLayerSpec layer, Tensor prior, Tensor? posterior)
        {
            windows[prior.Rows.GridHeight].DropBefore(prior.Rows.Bottom);
            return inner.Resolve(layer, prior, posterior);
        }
    }
}
