using BenchmarkDotNet.Attributes;
using VaeCodec.Bitstream.Rans;

namespace VaeCodec.MicroBench;

/// <summary>Entropy coding of one layer, per symbol: scales spread around a mean, symbols drawn from their tables.</summary>
public class EntropyBenchmarks
{
    /// <summary>Symbols per call.</summary>
    public const int Symbols = 1 << 18;

    private readonly int[] _symbols = new int[Symbols];
    private readonly byte[] _scales = new byte[Symbols];
    private readonly LatentEncoder _encoder = new();
    private byte[] _payload = [];

    /// <summary>Mean scale index: 16 is sigma 1/4 of a step (nearly all symbols are zero), 40 is sigma 2.</summary>
    [Params(16, 28, 40)]
    public int MeanScale { get; set; }

    /// <summary>Draws a layer.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var random = new Random(1);
        for (int i = 0; i < Symbols; i++)
        {
            _scales[i] = (byte)(MeanScale + random.Next(-12, 13));
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            _symbols[i] = (int)Math.Round(normal * Math.Pow(2, _scales[i] / 8.0 - 4) + random.NextDouble() - 0.5);
        }

        _payload = Encode();
    }

    /// <summary>Pushes the layer.</summary>
    [Benchmark(OperationsPerInvoke = Symbols)]
    public byte[] Encode()
    {
        _encoder.Push(_symbols, _scales);
        return _encoder.Finish();
    }

    /// <summary>Pops it.</summary>
    [Benchmark(OperationsPerInvoke = Symbols)]
    public void Decode()
    {
        var decoder = new LatentDecoder(_payload);
        decoder.Pop(_symbols, _scales);
        decoder.Finish();
    }
}
