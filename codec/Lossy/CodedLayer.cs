using VaeCodec.Bitstream.Rans;
using VaeCodec.Bitstream.Tables;
using VaeCodec.Inference.Hvae;
using VaeCodec.Refinement;

namespace VaeCodec.Lossy;

/// <summary>The symbols of one latent layer with the indices of their tables; rows, positions, channels. They are there for the whole of a
/// picture until it is coded, so nearly all take one byte; the others stand apart.</summary>
/// <param name="area">The part of its grid that is coded.</param>
/// <param name="channels">Of a position.</param>
/// <param name="positionPixels">Of a position's side.</param>
internal sealed class CodedLayer(in CodedArea area, int channels, int positionPixels)
{
    /// <summary>Symbols that are unpacked at a time; an even number, so that each part begins in the coder's first lane.</summary>
    private const int PartSymbols = 1 << 16;

    /// <summary>In the place of a symbol that stands apart.</summary>
    private const sbyte Apart = sbyte.MinValue;

    private readonly sbyte[] _symbols = GC.AllocateUninitializedArray<sbyte>(area.Symbols(channels));
    private readonly byte[] _scales = GC.AllocateUninitializedArray<byte>(area.Symbols(channels));
    private readonly List<int> _apart = [];
    private readonly int _across = area.Width;

    /// <summary>The indices of some symbols' tables, to be filled.</summary>
    public Span<byte> Scales(int first, int count) => _scales.AsSpan(first, count);

    /// <summary>Keeps symbols from a place on, which is where those before ended.</summary>
    public void Set(int first, ReadOnlySpan<int> symbols)
    {
        for (int i = 0; i < symbols.Length; i++)
        {
            bool fits = symbols[i] is > Apart and <= sbyte.MaxValue;
            _symbols[first + i] = fits ? (sbyte)symbols[i] : Apart;
            if (!fits)
                _apart.Add(symbols[i]);
        }
    }

    /// <summary>Adds the bits of each position by the tables to a map.</summary>
    public void AddTo(RateMap map)
    {
        var bits = new float[_symbols.Length / channels];
        int apart = 0;
        for (int i = 0; i < _symbols.Length; i++)
            bits[i / channels] += SymbolCost.Bits(_scales[i], _symbols[i] is not Apart and var symbol ? symbol : _apart[apart++]);
        map.Add(positionPixels, _across, bits);
    }

    /// <summary>Pushes the layer, the last part first, since the coder is a stack.</summary>
    /// <returns>Its bits by the tables.</returns>
    public double Push(LatentEncoder encoder)
    {
        var part = new int[Math.Min(PartSymbols, _symbols.Length)];
        int apart = _apart.Count;
        double bits = 0;
        for (int first = (_symbols.Length - 1) / PartSymbols * PartSymbols; first >= 0; first -= PartSymbols)
        {
            Span<int> symbols = part.AsSpan(0, Math.Min(PartSymbols, _symbols.Length - first));
            for (int i = symbols.Length - 1; i >= 0; i--)
                symbols[i] = _symbols[first + i] is not Apart and var symbol ? symbol : _apart[--apart];
            ReadOnlySpan<byte> scales = Scales(first, symbols.Length);
            encoder.Push(symbols, scales);
            bits += ScaleTables.Bits(symbols, scales);
        }

        return bits;
    }
}
