using BenchmarkDotNet.Attributes;
using VaeCodec.Inference.Convolution;
using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tensors;

namespace VaeCodec.MicroBench;

/// <summary>One convolution on one thread, by every instruction set that is here.</summary>
public class ConvolutionBenchmarks
{
    private ConvolutionRunner _runner = null!;
    private PackedConvolution _weights = null!;
    private Tensor _input = null!;
    private Tensor _output = null!;

    /// <summary>Which vectors.</summary>
    [ParamsSource(nameof(Sets))]
    public string Set { get; set; } = "";

    /// <summary>Which convolution.</summary>
    [ParamsSource(nameof(Shapes))]
    public ConvolutionShape Shape { get; set; } = null!;

    /// <summary>All but the scalar one, which takes too long.</summary>
    public static IEnumerable<string> Sets => InstructionSets.Supported.Where(set => set != InstructionSet.Scalar)
        .Select(set => set.ToString());

    /// <summary>All shapes.</summary>
    public static IEnumerable<ConvolutionShape> Shapes => ConvolutionShape.All;

    /// <summary>Makes weights and input.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var random = new Random(1);
        var pool = new TensorPool();
        _runner = new(pool, Enum.Parse<InstructionSet>(Set), new(new() { Threads = 1 }));
        float[] weights = [.. Enumerable.Range(0, Shape.Spec.Out * Shape.Spec.In * Shape.Spec.Kernel * Shape.Spec.Kernel)
            .Select(_ => random.NextSingle() - 0.5f)];
        _weights = new(Shape.Spec, weights, new float[Shape.Spec.Out]);
        _input = pool.Rent(Strip.Whole(Shape.Height), Shape.Width, Shape.Spec.In);
        foreach (ref float value in _input.Buffer.Span)
            value = random.NextSingle() - 0.5f;
        int f = Shape.Spec.Shuffle;
        _output = pool.Rent(Strip.Whole(Shape.Height / Shape.Spec.Stride * f), Shape.Width / Shape.Spec.Stride * f, Shape.Spec.Out / f / f);
    }

    /// <summary>The convolution.</summary>
    [Benchmark]
    public void Convolution()
    {
        if (Shape.Spec.Shuffle > 1)
            _runner.RunShuffled(_weights, _input, _output);
        else
            _runner.Run<Linear>(_weights, _input, null, _output);
    }
}
