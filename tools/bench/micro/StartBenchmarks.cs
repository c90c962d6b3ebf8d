using BenchmarkDotNet.Attributes;
using VaeCodec.Inference.Hvae;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.MicroBench;

/// <summary>What stands before the first picture.</summary>
public class StartBenchmarks
{
    private readonly string _path = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "weights"), "hvae-*.safetensors")
        .First();
    private HvaeModel _model = null!;

    /// <summary>Reads the weights once.</summary>
    [GlobalSetup]
    public void Prepare() => _model = new(HvaeWeights.Parse(File.ReadAllBytes(_path)));

    /// <summary>Reads, hashes and indexes the weight file.</summary>
    [Benchmark]
    public object Read() => new HvaeModel(HvaeWeights.Parse(File.ReadAllBytes(_path)));

    /// <summary>Reads it and packs every convolution, on one thread.</summary>
    [Benchmark]
    public int ReadAndPack()
    {
        var model = new HvaeModel(HvaeWeights.Parse(File.ReadAllBytes(_path)));
        return model.Network.Convolutions.Sum(spec => model.Convolution(spec).Panels);
    }

    /// <summary>Evaluates the rate multipliers of a picture.</summary>
    [Benchmark]
    public object Condition() => new RateCondition(_model, new byte[_model.Network.Layers.Count]);
}
