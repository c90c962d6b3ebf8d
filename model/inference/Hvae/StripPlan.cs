using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Inference.Hvae;

/// <summary>How many rows a strip has, so that the tensors of a pass take about <see cref="EngineOptions.StripBytes"/>.</summary>
internal static class StripPlan
{
    /// <summary>Tensors of the full width that a pass has at a time at one scale: the state, a block's input and output, and the latent
    /// layer's smaller ones.</summary>
    private const int TensorsPerScale = 4;

    /// <summary>Scales whose tensors are there at a time on the way from the last latent layer to the picture.</summary>
    private const int SynthesisScales = 2;

    /// <summary>Pixels per position of the finest scale, and of the state after the last latent layer.</summary>
    private const int FinestStride = 4, StateStride = 2 * FinestStride;

    /// <summary>Operations of a latent layer that keep rows for the next strip, and those of the two finest scales beside layers and
    /// blocks.</summary>
    private const int OperationsPerLayer = 5, OtherOperations = 4;

    /// <summary>Borders, and what lengths are rounded by.</summary>
    private const double Slack = 1.1;

    /// <summary>Rows of the picture for the bottom-up and top-down passes; a multiple of the coarsest stride.</summary>
    public static int PictureRows(HvaeEngine engine)
    {
        HvaeSpec spec = engine.Network.Spec;
        return Rows(engine, spec.CoarsestStride * BytesPerPictureRow(spec, engine.Width, spec.Scales)) * spec.CoarsestStride;
    }

    /// <summary>Rows of a state on the way from the last latent layer to the picture.</summary>
    public static int SynthesisRows(HvaeEngine engine, Tensor state)
        => Rows(engine, engine.Width / state.Width * BytesPerPictureRow(engine.Network.Spec, engine.Width, SynthesisScales));

    /// <summary>Rows of the state that a latent layer is given.</summary>
    public static int LayerRows(HvaeEngine engine, Tensor state, HvaeLayerSpec layer)
    {
        int width = engine.Width / engine.Network.StrideOf(layer), finer = width / state.Width;
        return Rows(engine, (long)TensorsPerScale * sizeof(float) * width * layer.Channels * finer);
    }

    /// <summary>What a decoder's tensors take at most, about. Measured, it is 1 to 2 times what they take.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="height">Of the padded picture.</param>
    /// <param name="width">Of the padded picture.</param>
    /// <param name="stripBytes">See <see cref="EngineOptions.StripBytes"/>.</param>
    /// <param name="threads">How many share the rows.</param>
    public static double DecoderBytes(HvaeSpec spec, int height, int width, long stripBytes, int threads)
    {
        double planned = BytesPerPictureRow(spec, width, SynthesisScales), pixels = (double)height * width;
        // In one piece: the picture, and a block's input and output at either scale.
        double whole = sizeof(float) * pixels * (3 + (2 * PerPixel(spec, 0)) + (2 * PerPixel(spec, 1)));
        // In strips: beside them the whole state, and the coarser one that it comes from; and the rows that each operation keeps.
        double states = sizeof(float) * pixels * (PerPixel(spec, 1) + (spec.Scales > 2 ? PerPixel(spec, 2) : 0));
        int operations = (OperationsPerLayer * spec.Latents[^1].Count) + spec.SynthesisBlocks + OtherOperations + threads;
        double kept = operations * (Tensor.HistoryRows + 1.0) * sizeof(float) * width * Math.Max(PerPixel(spec, 0) * FinestStride,
            PerPixel(spec, 1) * StateStride);
        double strips = Math.Max(stripBytes, planned * StateStride) + states;
        return Slack * (planned * height <= stripBytes ? whole : Math.Min(whole, strips) + kept);
    }

    /// <summary>Values of a tensor of a scale for each pixel.</summary>
    private static double PerPixel(HvaeSpec spec, int scale) => spec.Widths[scale] / Math.Pow(FinestStride << scale, 2);

    private static long BytesPerPictureRow(HvaeSpec spec, int width, int scales)
    {
        double floats = 3;
        for (int scale = 0; scale < scales; scale++)
            floats += TensorsPerScale * PerPixel(spec, scale);
        return (long)(floats * sizeof(float) * width);
    }

    private static int Rows(HvaeEngine engine, long bytesPerRow) => (int)Math.Clamp(engine.StripBytes / bytesPerRow, 1, int.MaxValue >> 8);
}
