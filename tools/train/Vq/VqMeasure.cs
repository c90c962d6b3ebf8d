using TorchSharp;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Window;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Vq;

/// <summary>Pictures as a VQ-VAE codes them.</summary>
internal sealed class VqMeasure : IDisposable
{
    private const int Batch = 4;

    /// <summary>Encodes and decodes tiles.</summary>
    /// <param name="net">With the weights to measure.</param>
    /// <param name="crops">Of which the tiles are.</param>
    /// <param name="places">Of the tiles.</param>
    /// <param name="cancellationToken">Takes effect between batches.</param>
    public VqMeasure(VqNetwork net, WindowCrops crops, IReadOnlyList<(int, int, int)> places, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(crops);
        using IDisposable guard = torch.no_grad();
        using var garbage = new GarbageBetweenSteps();
        var codes = new List<torch.Tensor>();
        foreach ((int, int, int)[] some in places.Chunk(Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            garbage.Collect();
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor x = VqRun.Pictures(crops.At(some)), code = net.Nearest(net.Encode(x));
            torch.Tensor decoded = GrayLevels(net.Decode(net.Vectors(code))).round().clamp(0, 255);
            Error += (decoded - GrayLevels(x)).square().sum().to(torch.ScalarType.Float64).item<double>();
            Nats += functional.cross_entropy(net.Prior.Logits(code), code, reduction: Reduction.Sum).item<float>();
            codes.Add(code.MoveToOuterDisposeScope());
            Pixels += x.numel() / 3;
        }

        Error /= 3 * Pixels;
        Codes = torch.cat(codes, 0).DetachFromDisposeScope();
        codes.ForEach(some => some.Dispose());
    }

    /// <summary>Of all tiles.</summary>
    public long Pixels { get; }

    /// <summary>Mean squared, in gray levels.</summary>
    public double Error { get; }

    /// <summary>Of all codes under the prior.</summary>
    public double Nats { get; }

    /// <summary>[N, h, w].</summary>
    public torch.Tensor Codes { get; }

    /// <inheritdoc/>
    public void Dispose() => Codes.Dispose();

    private static torch.Tensor GrayLevels(torch.Tensor pictures) => (pictures * (32 * VqResult.Scale)) + 128;
}
