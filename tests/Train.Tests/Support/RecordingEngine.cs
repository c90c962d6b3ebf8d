using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Train.Tests.Support;

/// <summary>The deterministic engine with a copy of every operation's output, [C, H, W], by the names that TorchEngine's observer
/// uses.</summary>
internal sealed class RecordingEngine(HvaeEngine inner) : IHvaeEngine<Tensor>
{
    public Dictionary<string, float[]> Outputs { get; } = [];

    public Tensor Constant(string name, int channels, Tensor? like) => Record(name, inner.Constant(name, channels, like));

    public Tensor Patch(ConvolutionSpec convolution, Tensor picture) => Record(convolution.Name, inner.Patch(convolution, picture));

    public Tensor Convolve(ConvolutionSpec convolution, Tensor x) => Record(convolution.Name, inner.Convolve(convolution, x));

    public Tensor Join(ConvolutionSpec convolution, Tensor a, Tensor b) => Record(convolution.Name, inner.Join(convolution, a, b));

    public Tensor Merge(ConvolutionSpec convolution, Tensor x, Tensor z) => Record(convolution.Name, inner.Merge(convolution, x, z));

    public Tensor RunBlock(HvaeBlockSpec block, Tensor x, bool keep = false) => Record(block.Name, inner.RunBlock(block, x, keep));

    public Tensor Upsample(ConvolutionSpec convolution, Tensor x) => Record(convolution.Name, inner.Upsample(convolution, x));

    public Tensor Unpatch(ConvolutionSpec convolution, Tensor x) => Record(convolution.Name, inner.Unpatch(convolution, x));

    public void Release(Tensor x) => inner.Release(x);

    private Tensor Record(string name, Tensor t)
    {
        var values = new float[t.Channels * t.Height * t.Width];
        for (int y = 0; y < t.Height; y++)
        {
            for (int x = 0; x < t.Width; x++)
            {
                ReadOnlySpan<float> at = t.At(y, x);
                for (int c = 0; c < t.Channels; c++)
                    values[(c * t.Height + y) * t.Width + x] = at[c];
            }
        }

        Outputs.Add(name, values);
        return t;
    }
}
