using TorchSharp;
using VaeCodec.Bench.Metrics;
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
        ArgumentNullException.ThrowIfNull(places);
        using IDisposable guard = torch.no_grad();
        using var garbage = new GarbageBetweenSteps();
        var codes = new List<torch.Tensor>();
        foreach ((int, int, int)[] some in places.Chunk(Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            garbage.Collect();
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor code = net.Nearest(net.Encode(VqUnits.Pictures(crops.At(some))));
            IEnumerable<PixelImage> decoded = VqUnits.Images(net.Decode(net.Vectors(code)));
            Decibel += decoded.Zip(some, (image, place) => Psnr.Rgb(crops.ImageAt(place), image)).Sum();
            Nats += functional.cross_entropy(net.Prior.Logits(code), code, reduction: Reduction.Sum).Value();
            codes.Add(code.MoveToOuterDisposeScope());
        }

        Decibel /= places.Count;
        Codes = torch.cat(codes, 0).DetachFromDisposeScope();
        codes.ForEach(some => some.Dispose());
    }

    /// <summary>Mean PSNR of the tiles.</summary>
    public double Decibel { get; }

    /// <summary>Of all codes under the prior.</summary>
    public double Nats { get; }

    /// <summary>[N, h, w].</summary>
    public torch.Tensor Codes { get; }

    /// <inheritdoc/>
    public void Dispose() => Codes.Dispose();
}
