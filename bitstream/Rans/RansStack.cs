namespace VaeCodec.Bitstream.Rans;

/// <summary>
/// A last-in first-out rANS coder. Its law is <c>pop(push(m, x)) == (m, x)</c>, and also <c>push(pop(m)) == m</c>: symbols may be
/// decoded from any content, including random words, and pushed back. That is what bits-back coding lives on (Townsend, Bird and
/// Barber 2019, "Practical lossless compression with latent variables using bits back coding", section 2.2).
/// </summary>
/// <remarks>
/// Compared with <see cref="InterleavedRansEncoder"/>: one lane, both directions on one object, no serial end check.
/// To pop, look at <see cref="Peek"/>, find the symbol whose interval [start, start + freq) holds the slot, then
/// <see cref="Drop"/> it. Not safe for use from several threads at once.
/// </remarks>
internal sealed class RansStack
{
    private ulong _head = RansState.LowerBound;
    private readonly InitialBits? _below;
    private uint[] _words;
    private int _count;

    /// <summary>Creates a stack whose words, all of them available to later drops, are the given ones (the last is on top).</summary>
    public RansStack(ReadOnlySpan<uint> seed = default)
    {
        _words = seed.ToArray();
        _count = seed.Length;
    }

    /// <summary>Creates a stack of random bits: a head of 33 bits, and under it as many words as drops ask for.</summary>
    public RansStack(InitialBits below)
        : this()
    {
        ArgumentNullException.ThrowIfNull(below);
        _below = below;
        _head |= below.Next();
    }

    private RansStack(ulong head, ReadOnlySpan<uint> below)
        : this(below) => _head = head;

    /// <summary>The number of 32-bit words that <see cref="ToWords"/> would return.</summary>
    public int WordCount => _count + 2;

    /// <summary>The content in bits: for estimates of what is pushed.</summary>
    public double Bits => (32.0 * _count) + Math.Log2(_head);

    /// <summary>The slot in [0, 2^precision) on top of the stack.</summary>
    /// <param name="precision">Bits of the frequencies of the symbol that is looked for, 1 to 24: those that it was pushed with.</param>
    public uint Peek(int precision = RansState.Precision)
    {
        Check(precision);
        return RansState.Slot(_head, precision);
    }

    /// <summary>Pushes the symbol of the interval [start, start + freq) in units of 2^-precision.</summary>
    /// <exception cref="VaeCodecException">BadArgument: the interval is empty or leaves [0, 2^precision], or there is no such
    /// precision.</exception>
    public void Push(uint start, uint freq, int precision = RansState.Precision)
    {
        Check(precision);
        RansState.CheckInterval(start, freq, precision);
        if (RansState.MustEmit(_head, freq, precision))
        {
            if (_count == _words.Length) Array.Resize(ref _words, Math.Max(16, 2 * _count));
            _words[_count++] = (uint)_head;
            _head >>= 32;
        }

        _head = RansState.Push(_head, start, freq, precision);
    }

    /// <summary>Removes the symbol on top, whose interval must hold <see cref="Peek"/> of the same precision. When it throws, the stack is
    /// unchanged.</summary>
    /// <exception cref="VaeCodecException">BadArgument: not the interval on top. Truncated: the stack has no more words.</exception>
    public void Drop(uint start, uint freq, int precision = RansState.Precision)
    {
        uint slot = Peek(precision);
        RansState.CheckInterval(start, freq, precision);
        if (slot - start >= freq) throw Throw.Argument($"Slot {slot} is outside the interval [{start}, {start} + {freq}).");
        ulong head = RansState.Drop(_head, start, freq, precision);
        if (head < RansState.LowerBound)
        {
            if (_count == 0 && _below is null) Throw.OutOfWords(0);
            head = (head << 32) | (_count == 0 ? _below!.Next() : _words[--_count]);
        }

        _head = head;
    }

    /// <summary>Pushes the low <paramref name="count"/> bits (0 to 16) of a value under the uniform distribution.</summary>
    public void PushBits(uint value, int count)
    {
        if ((uint)count > RansState.Precision) Throw.BadBitCount(count);
        int shift = RansState.Precision - count;
        Push((value & ((1u << count) - 1)) << shift, 1u << shift);
    }

    /// <summary>Pops <paramref name="count"/> uniform bits (0 to 16).</summary>
    public uint PopBits(int count)
    {
        if ((uint)count > RansState.Precision) Throw.BadBitCount(count);
        int shift = RansState.Precision - count;
        uint value = Peek() >> shift;
        Drop(value << shift, 1u << shift);
        return value;
    }

    /// <summary>All the content: the words from the bottom up, then the low and the high half of the head.</summary>
    public uint[] ToWords() => [.. _words.AsSpan(0, _count), (uint)_head, (uint)(_head >> 32)];

    /// <summary>The inverse of <see cref="ToWords"/>.</summary>
    /// <exception cref="VaeCodecException">Truncated: fewer than two words. Corrupt: the last word is zero.</exception>
    public static RansStack FromWords(ReadOnlySpan<uint> words)
    {
        if (words.Length < 2) Throw.OutOfWords(4L * words.Length);
        ulong head = ((ulong)words[^1] << 32) | words[^2];
        if (head < RansState.LowerBound) Throw.Corrupt("The state of the rANS stack is below 2^32.", 4L * (words.Length - 1));
        return new RansStack(head, words[..^2]);
    }

    private static void Check(int precision)
    {
        if (precision is < 1 or > RansState.MaxPrecision) Throw.BadPrecision(precision);
    }
}
