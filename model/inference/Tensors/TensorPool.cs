using System.Numerics;
using VaeCodec.Inference.Convolution;
using VaeCodec.Inference.Simd;

namespace VaeCodec.Inference.Tensors;

/// <summary>Hands out tensors and takes them back, so that a steady state allocates nothing. For any number of threads.</summary>
internal sealed class TensorPool
{
    /// <summary>Channels are stored in multiples of the kernels' panel width.</summary>
    internal const int ChannelQuantum = PackedConvolution.PanelWidth;

    /// <summary>Kernels compute whole tiles: they may read this many positions beyond a row's end (and drop what comes of it).</summary>
    private const int SlackPositions = 64;

    /// <summary>Lengths have so many bits below their highest, so that strips of nearly the same height share buffers.</summary>
    private const int LengthBits = 4;

    /// <summary>A buffer is not wasted on a tensor that fills less than this part of it.</summary>
    private const int MostSlack = 4;

    private static readonly WeakReference<TensorPool?> s_shared = new(null);
    private readonly Lock _gate = new();

    /// <summary>Shortest first.</summary>
    private readonly List<AlignedBuffer> _free = [];

    /// <summary>The pool of all engines. Between pictures nothing holds it but a weak reference: the next picture finds it, unless the
    /// garbage collector has needed its memory.</summary>
    public static TensorPool Shared
    {
        get
        {
            lock (s_shared)
            {
                if (!s_shared.TryGetTarget(out TensorPool? pool))
                    s_shared.SetTarget(pool = new());
                return pool;
            }
        }
    }

    public Tensor Rent(Strip rows, int width, int channels)
    {
        int stride = (channels + ChannelQuantum - 1) / ChannelQuantum * ChannelQuantum;
        int stored = rows.Height + Tensor.HistoryRows + 1;
        AlignedBuffer buffer = Buffer(checked(stored * (width + 2) * stride + SlackPositions * stride));
        var tensor = new Tensor(buffer, rows, rows.Top - Tensor.HistoryRows, width, channels, stride, 1, owned: true);
        ClearBorder(tensor);
        return tensor;
    }

    public Tensor RentPicture(Strip rows, int width)
        => new(Buffer(checked(rows.Height * width * 3 + SlackPositions * 3)), rows, rows.Top, width, 3, 3, 0, owned: true);

    public void Return(Tensor tensor)
    {
        if (!tensor.IsOwned)
            return;
        lock (_gate)
            _free.Insert(FirstOf(tensor.Buffer.Length), tensor.Buffer);
    }

    /// <summary>Gives back the memory of tensors that are not rented, the largest first, until they take at most so many bytes.</summary>
    public void Trim(long bytes)
    {
        lock (_gate)
        {
            long free = _free.Sum(buffer => buffer.Bytes);
            for (int last = _free.Count - 1; free > bytes; last--)
            {
                free -= _free[last].Bytes;
                _free[last].Dispose();
                _free.RemoveAt(last);
            }
        }
    }

    /// <summary>The shortest free buffer that will do; else a new one in the place of the longest that will not.</summary>
    private AlignedBuffer Buffer(int length)
    {
        int shift = Math.Max(0, BitOperations.Log2((uint)length) - LengthBits);
        length = checked((length + (1 << shift) - 1) >> shift << shift);
        lock (_gate)
        {
            int i = FirstOf(length);
            if (i < _free.Count && _free[i].Length / MostSlack <= length)
            {
                AlignedBuffer buffer = _free[i];
                _free.RemoveAt(i);
                return buffer;
            }

            if (i > 0)
            {
                _free[i - 1].Dispose();
                _free.RemoveAt(i - 1);
            }
        }

        return AlignedBuffer.Uninitialised(length);
    }

    /// <summary>The place of the first free buffer of at least a length.</summary>
    private int FirstOf(int length)
    {
        int low = 0, high = _free.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_free[middle].Length < length)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static void ClearBorder(Tensor t)
    {
        if (t.Rows.Top == 0)
            t.Stored(-Tensor.HistoryRows, Tensor.HistoryRows).Clear();
        t.Stored(t.Rows.Bottom, 1).Clear();
        for (int y = t.Rows.Top; y < t.Rows.Bottom; y++)
        {
            Span<float> row = t.Stored(y, 1);
            row[..t.ChannelStride].Clear();
            row[^t.ChannelStride..].Clear();
        }
    }
}
