using VaeCodec.Inference.Convolution;
using VaeCodec.Inference.Reference;
using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Tests.Simd;
using VaeCodec.Networks.Layers;
using Xunit;

namespace VaeCodec.Inference.Tests.Convolution;

public class ConvolutionTests
{
    [Theory]
    [MemberData(nameof(InstructionSetNames.Supported), MemberType = typeof(InstructionSetNames))]
    public void KernelsEqualTheReferenceBitForBit(string name)
    {
        InstructionSet set = InstructionSetNames.Parse(name);
        var random = new Random(7);
        for (int round = 0; round < 75; round++)
        {
            (int kernel, int stride) = (round % 5) switch { 0 => (1, 1), 1 or 4 => (3, 1), 2 => (2, 2), _ => (4, 4) };
            var spec = new ConvolutionSpec("c", random.Next(1, 70), random.Next(1, 80), kernel, stride, Winograd: round % 5 == 4);
            int height = stride * random.Next(1, 6), width = stride * random.Next(1, 30);
            float[] weights = Values(spec.Out * spec.In * kernel * kernel), bias = Values(spec.Out), x = Values(spec.In * height * width);
            float[] expected = ReferenceConvolution.Convolve(spec, weights, bias, x, height, width);
            Assert.Equal(expected, Run(spec, weights, bias, x, height, width, set));
        }

        float[] Values(int n) => [.. Enumerable.Range(0, n).Select(_ => (float)(random.NextDouble() * 2 - 1))];
    }

    private static float[] Run(ConvolutionSpec spec, float[] weights, float[] bias, float[] x, int height, int width, InstructionSet set)
    {
        var pool = new TensorPool();
        var runner = new ConvolutionRunner(pool, set, new(new() { Threads = 2 }));
        Tensor input = pool.Rent(Strip.Whole(height), width, spec.In);
        for (int y = 0; y < height; y++)
        {
            for (int px = 0; px < width; px++)
            {
                for (int c = 0; c < spec.In; c++)
                    input.At(y, px)[c] = x[(c * height + y) * width + px];
            }
        }

        Tensor output = pool.Rent(Strip.Whole(height / spec.Stride), width / spec.Stride, spec.Out);
        runner.Run<Linear>(new PackedConvolution(spec, weights, bias), input, null, output);
        var values = new float[spec.Out * output.Height * output.Width];
        for (int c = 0; c < spec.Out; c++)
        {
            for (int y = 0; y < output.Height; y++)
            {
                for (int px = 0; px < output.Width; px++)
                    values[(c * output.Height + y) * output.Width + px] = output.At(y, px)[c];
            }
        }

        return values;
    }
}
