using System.Buffers.Binary;
using System.Runtime.InteropServices;
using TorchSharp;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Vq;

/// <summary>Grids of codes in a file: their number and sides, and what the rANS coder makes of them under the prior, position by position,
/// all pictures at each. The prior's numbers are libtorch's, so that only the machine that wrote a file is sure to read it: a study, and no
/// format.</summary>
internal static class CodeFile
{
    private const int HeaderWords = 3;

    /// <summary>Codes them.</summary>
    /// <param name="prior">Of the codes.</param>
    /// <param name="codes">[N, h, w].</param>
    public static byte[] Write(VqPrior prior, torch.Tensor codes)
    {
        ArgumentNullException.ThrowIfNull(prior);
        ArgumentNullException.ThrowIfNull(codes);
        using DisposeScope scope = torch.NewDisposeScope();
        (int pictures, int height, int width) = ((int)codes.shape[0], (int)codes.shape[1], (int)codes.shape[2]);
        long[] values = [.. codes.contiguous().data<long>()];
        var intervals = new List<(uint Start, uint Frequency)>(values.Length);
        for (int y = 0; y < height; y++)
        {
            float[] row = RowOf(prior, codes, y);
            for (int x = 0; x < width; x++)
            {
                for (int i = 0; i < pictures; i++)
                    intervals.Add(At(row, i, x, pictures, width)[(int)values[(((i * height) + y) * width) + x]]);
            }
        }

        var stack = new RansStack();
        for (int i = intervals.Count - 1; i >= 0; i--)
            stack.Push(intervals[i].Start, intervals[i].Frequency, CodeIntervals.Precision);
        uint[] words = [(uint)pictures, (uint)height, (uint)width, .. stack.ToWords()];
        byte[] file = new byte[words.Length * sizeof(uint)];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(i * sizeof(uint)), words[i]);
        return file;
    }

    /// <summary>The codes of a file, [N, h, w].</summary>
    public static torch.Tensor Read(VqPrior prior, ReadOnlySpan<byte> file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prior);
        uint[] words = new uint[file.Length / sizeof(uint)];
        for (int i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(file[(i * sizeof(uint))..]);
        (int pictures, int height, int width) = ((int)words[0], (int)words[1], (int)words[2]);
        RansStack stack = RansStack.FromWords(words.AsSpan(HeaderWords));
        torch.Tensor codes = torch.zeros([pictures, height, width], torch.ScalarType.Int64);
        using var garbage = new GarbageBetweenSteps();
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                garbage.Collect();
                float[] row = RowOf(prior, codes, y);
                for (int i = 0; i < pictures; i++)
                {
                    CodeIntervals intervals = At(row, i, x, pictures, width);
                    int code = intervals.Find(stack.Peek(CodeIntervals.Precision));
                    stack.Drop(intervals[code].Start, intervals[code].Frequency, CodeIntervals.Precision);
                    MemoryMarshal.Cast<byte, long>(codes.bytes)[(((i * height) + y) * width) + x] = code;
                }
            }
        }

        return codes;
    }

    // [N, w, codes].
    private static float[] RowOf(VqPrior prior, torch.Tensor codes, int y)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        return prior.Row(codes, y).permute(0, 2, 1).Values();
    }

    private static CodeIntervals At(float[] row, int picture, int x, int pictures, int width)
    {
        int count = row.Length / pictures / width;
        return CodeIntervals.Of(row.AsSpan(((picture * width) + x) * count, count));
    }
}
