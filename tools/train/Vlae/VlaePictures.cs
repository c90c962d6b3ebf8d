using TorchSharp;
using VaeCodec.Train.Data;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Vlae;

/// <summary>The pictures of a run: to train on, held out, and how often each pixel is looked at.</summary>
internal sealed class VlaePictures : IDisposable
{
    private const int HoldOutEvery = 60, HeldOutOffset = 7;

    // Pixels are sampled by how much there is to say about them: their standard deviation in gray levels over some pictures.
    private const int Looks = 5000;
    private const double Always = 90, Least = 0.05;

    private readonly torch.Tensor _training;
    private readonly float[] _share;
    private readonly bool _flips;

    /// <summary>Splits them.</summary>
    /// <param name="pictures">Bytes, [N, 1, side, side].</param>
    /// <param name="flips">Whether batches have half of their pictures mirrored left to right.</param>
    public VlaePictures(torch.Tensor pictures, bool flips = false)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        _flips = flips;
        using DisposeScope scope = torch.NewDisposeScope();
        ILookup<bool, long> sides = Enumerable.Range(0, (int)pictures.shape[0])
            .ToLookup(i => i % HoldOutEvery == HeldOutOffset, i => (long)i);
        _training = Chosen(false).DetachFromDisposeScope();
        HeldOut = Chosen(true).DetachFromDisposeScope();
        torch.Tensor first = _training.narrow(0, 0, Math.Min(Looks, _training.shape[0])).@float().flatten(1);
        _share = (first.std(0) * (1 / Always)).clamp((Scalar)Least, (Scalar)1.0).Values();

        torch.Tensor Chosen(bool heldOut) => pictures.index_select(0, torch.tensor([.. sides[heldOut]]));
    }

    /// <summary>Never trained on, [N, 1, side, side].</summary>
    public torch.Tensor HeldOut { get; }

    /// <summary>Random pictures to train on.</summary>
    public torch.Tensor Batch(CounterRandom random, int count)
    {
        ArgumentNullException.ThrowIfNull(random);
        int all = (int)_training.shape[0];
        torch.Tensor batch = _training.index_select(0,
            torch.tensor([.. Enumerable.Range(0, count).Select(_ => (long)random.NextInt(all))]));
        if (!_flips)
            return batch;
        long half = count / 2;
        return torch.cat([batch.narrow(0, 0, half).flip(-1), batch.narrow(0, half, count - half)], 0);
    }

    /// <summary>Random pixels: their flat indices, and how often each is looked at, [m].</summary>
    public (torch.Tensor At, torch.Tensor Share) Pixels(CounterRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        int[] at = [.. Enumerable.Range(0, _share.Length).Where(i => random.NextDouble() < _share[i])];
        return (torch.tensor(Array.ConvertAll(at, i => (long)i)), TensorValues.Tensor(Array.ConvertAll(at, i => _share[i]), at.Length));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _training.Dispose();
        HeldOut.Dispose();
    }
}
