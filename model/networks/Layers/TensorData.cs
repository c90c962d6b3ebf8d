using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace VaeCodec.Networks.Layers;

/// <summary>A tensor's values as they lie in a weight file: little-endian halves or singles, row-major.</summary>
internal readonly struct TensorData
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly bool _isHalf;

    internal TensorData(ReadOnlyMemory<byte> bytes, bool isHalf)
    {
        _bytes = bytes;
        _isHalf = isHalf;
    }

    /// <summary>How many values there are.</summary>
    public int Count => _bytes.Length / Size;

    private int Size => _isHalf ? 2 : 4;

    /// <summary>Reads <see cref="Count"/> values in single precision (every half is exact in it).</summary>
    public void CopyTo(Span<float> values)
    {
        ReadOnlySpan<byte> bytes = _bytes.Span[..checked(values.Length * Size)];
        if (_isHalf)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = ToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]));
        }
        else
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
        }
    }

    /// <summary>A half's exponent and fraction, shifted up by the 13 bits that a single's fraction has more, are a single that is 2^112
    /// times too small (the biases are 15 and 127), subnormals included: one exact multiplication, several times quicker than the library's
    /// conversion, which infinities and NaN still take.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float ToSingle(ushort half)
    {
        const int Magnitude = 0x7fff, Infinity = 0x7c00, Sign = 0x8000;
        if ((half & Magnitude) >= Infinity)
            return (float)BitConverter.UInt16BitsToHalf(half);
        float magnitude = BitConverter.Int32BitsToSingle((half & Magnitude) << 13) * 5.192296858534828e33f;
        return BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(magnitude) | (half & Sign) << 16);
    }
}
