using System.Buffers.Binary;
using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.BitsBack;

/// <summary>
/// Items chained on one stack, so that the first latents' bits are paid once (Townsend et al. 2019, arXiv:1901.04866, section 2.4). Each
/// direction takes and gives the items in the same order: the encoder pushes the last one first. The stream is the stack's words,
/// little-endian, from the bottom up.
/// </summary>
internal static class BitsBackChain
{
    /// <summary>The stream of some items.</summary>
    /// <param name="model">The model.</param>
    /// <param name="items">The items.</param>
    /// <param name="itemBits">Receives what each item adds to the stream, in bits.</param>
    /// <param name="initialBits">Receives the random bits that are in the stream besides: those of the bottom.</param>
    public static byte[] Encode(ILatentModel model, IReadOnlyList<ReadOnlyMemory<byte>> items, Span<double> itemBits,
        out long initialBits)
    {
        ArgumentNullException.ThrowIfNull(items);
        var random = new InitialBits();
        var stack = new RansStack(random);
        var coder = new BitsBackCoder(model);
        for (int i = items.Count - 1; i >= 0; i--)
        {
            double before = Content();
            coder.Push(stack, items[i].Span);
            itemBits[i] = Content() - before;
        }

        initialBits = 32L * random.Taken;
        uint[] words = stack.ToWords();
        byte[] stream = new byte[4 * words.Length];
        for (int i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(stream.AsSpan(4 * i), words[i]);
        return stream;

        double Content() => stack.Bits - (32.0 * random.Taken);
    }

    /// <summary>The first of the items of a stream.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stream">What <see cref="Encode"/> gave.</param>
    /// <param name="items">How many items the stream holds. All are decoded: only then the initial bits show whether they are what was
    /// encoded.</param>
    /// <param name="offset">Where the stream lies in its file, for messages.</param>
    /// <param name="cancellationToken">Looked at before every item.</param>
    /// <exception cref="VaeCodecException">Truncated or Corrupt: it holds something else.</exception>
    public static byte[][] Decode(ILatentModel model, ReadOnlySpan<byte> stream, int items, long offset = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (stream.Length % 4 != 0) Throw.Corrupt("A chain of pictures is not whole words.", offset);
        uint[] words = new uint[stream.Length / 4];
        for (int i = 0; i < words.Length; i++) words[i] = BinaryPrimitives.ReadUInt32LittleEndian(stream[(4 * i)..]);
        var stack = RansStack.FromWords(words);
        var coder = new BitsBackCoder(model);
        byte[][] decoded = new byte[items][];
        for (int i = 0; i < items; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            coder.Pop(stack, decoded[i] = new byte[model.DataBytes]);
        }

        if (!IsBottom(stack.ToWords())) Throw.Corrupt("A chain of pictures does not end in the bits that it began with.", offset);
        return decoded;
    }

    private static bool IsBottom(ReadOnlySpan<uint> words)
    {
        var random = new InitialBits();
        if (words[^1] != 1 || words[^2] != random.Next()) return false;
        for (int i = words.Length - 3; i >= 0; i--)
            if (words[i] != random.Next()) return false;
        return true;
    }
}
