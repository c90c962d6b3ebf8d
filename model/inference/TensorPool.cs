using System.Collections.Concurrent;

namespace VaeCodec.Inference;

/// <summary>Hands out tensors and takes them back, so that a steady state allocates nothing. One pool serves one picture at a time.</summary>
internal sealed class TensorPool
{
    /// <summary>Channels are stored in multiples of the kernels' panel width.</summary>
    internal const int ChannelQuantum = PackedConvolution.PanelWidth;

    /// <summary>Kernels compute whole tiles: they may read this many positions beyond a row's end (and drop what comes of it).</summary>
    private const int SlackPositions = 64;

    private readonly ConcurrentDictionary<int, ConcurrentBag<AlignedBuffer>> _free = new();

    public Tensor Rent(int height, int width, int channels)
    {
        int stride = (channels + ChannelQuantum - 1) / ChannelQuantum * ChannelQuantum;
        var tensor = new Tensor(Buffer(checked((height + 2) * (width + 2) * stride + SlackPositions * stride)), height, width, channels, stride, 1);
        ClearBorder(tensor);
        return tensor;
    }

    public Tensor RentPicture(int height, int width)
        => new(Buffer(checked(height * width * 3 + SlackPositions * 3)), height, width, 3, 3, 0);

    public void Return(Tensor tensor) => _free.GetOrAdd(tensor.Buffer.Length, _ => []).Add(tensor.Buffer);

    private AlignedBuffer Buffer(int length)
        => _free.TryGetValue(length, out ConcurrentBag<AlignedBuffer>? bag) && bag.TryTake(out AlignedBuffer? buffer) ? buffer : new(length);

    private static void ClearBorder(Tensor t)
    {
        Span<float> all = t.Buffer.Span;
        int row = t.RowStride, position = t.ChannelStride;
        all[..row].Clear();
        all.Slice((t.Height + 1) * row).Clear();
        for (int y = 1; y <= t.Height; y++)
        {
            all.Slice(y * row, position).Clear();
            all.Slice((y + 1) * row - position, position).Clear();
        }
    }
}
