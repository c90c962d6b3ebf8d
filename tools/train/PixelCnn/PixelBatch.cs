using TorchSharp;

namespace VaeCodec.Train.PixelCnn;

/// <summary>What a step of the pixel network learns from.</summary>
/// <param name="Window">What the pixels see, (v - 128) / 32, [n, inputs].</param>
/// <param name="Rate">Of the lossy picture: -2 the most bits to 2, [n].</param>
/// <param name="Value">The pixels, 0 to 255, [n, 3].</param>
/// <param name="Count">Whether a colour counts, 0 or 1, [n, 3]: G and B of a gray pixel cost nothing.</param>
internal sealed record PixelBatch(torch.Tensor Window, torch.Tensor Rate, torch.Tensor Value, torch.Tensor Count)
{
    /// <summary>The pixels as the network takes them.</summary>
    public torch.Tensor Pixel => (Value - 128.0) * (1 / 32.0);
}
