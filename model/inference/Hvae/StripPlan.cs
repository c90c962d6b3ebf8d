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

    /// <summary>Rows of the picture for the bottom-up and top-down passes; a multiple of the coarsest stride.</summary>
    public static int PictureRows(HvaeEngine engine)
    {
        int stride = engine.Network.Spec.CoarsestStride;
        return Rows(engine, stride * BytesPerPictureRow(engine, scales: engine.Network.Spec.Scales)) * stride;
    }

    /// <summary>Rows of a state on the way from the last latent layer to the picture.</summary>
    public static int SynthesisRows(HvaeEngine engine, Tensor state)
        => Rows(engine, engine.Width / state.Width * BytesPerPictureRow(engine, scales: 2));

    /// <summary>Rows of the state that a latent layer is given.</summary>
    public static int LayerRows(HvaeEngine engine, Tensor state, HvaeLayerSpec layer)
    {
        int width = engine.Width / engine.Network.StrideOf(layer), finer = width / state.Width;
        return Rows(engine, (long)TensorsPerScale * sizeof(float) * width * layer.Channels * finer);
    }

    private static long BytesPerPictureRow(HvaeEngine engine, int scales)
    {
        HvaeSpec spec = engine.Network.Spec;
        double floats = 3;
        for (int scale = 0, stride = 4; scale < scales; scale++, stride *= 2)
            floats += (double)TensorsPerScale * spec.Widths[scale] / (stride * stride);
        return (long)(floats * sizeof(float) * engine.Width);
    }

    private static int Rows(HvaeEngine engine, long bytesPerRow) => (int)Math.Clamp(engine.StripBytes / bytesPerRow, 1, int.MaxValue >> 8);
}
