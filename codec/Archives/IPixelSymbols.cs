using VaeCodec.Bitstream.Tables;
using VaeCodec.Boundary;
using VaeCodec.Networks.PixelCnn;

namespace VaeCodec.Archives;

/// <summary>The intervals of a small picture's pixel, made of the network's parameters. One object serves one picture at a time.</summary>
internal interface IPixelSymbols
{
    /// <summary>Takes the parameters of the next pixel.</summary>
    void Set(ReadOnlySpan<float> parameters);

    /// <summary>The interval of a value.</summary>
    (uint Start, uint Freq) Interval(byte value);

    /// <summary>The value whose interval holds a slot, and that interval.</summary>
    byte Find(uint slot, out uint start, out uint freq);
}

/// <summary>Chooses the rule.</summary>
internal static class PixelSymbols
{
    /// <summary>The rule of a network's pixels.</summary>
    public static IPixelSymbols Of(PixelCnnSpec spec) => spec.IsBinary ? new BinarySymbols() : new MixtureSymbols(spec);
}

/// <summary>Any byte, by a mixture of logistics.</summary>
internal sealed class MixtureSymbols(PixelCnnSpec spec) : IPixelSymbols
{
    private readonly LogisticMixture _mixture = new();
    private readonly MixtureComponent[] _components = new MixtureComponent[spec.Components];

    /// <inheritdoc/>
    public void Set(ReadOnlySpan<float> parameters)
    {
        MixtureParameters.Round(parameters, _components);
        _mixture.Set(_components);
    }

    /// <inheritdoc/>
    public (uint Start, uint Freq) Interval(byte value)
    {
        uint start = _mixture.Start(value);
        return (start, _mixture.Start(value + 1) - start);
    }

    /// <inheritdoc/>
    public byte Find(uint slot, out uint start, out uint freq) => (byte)_mixture.Find(slot, out start, out freq);
}

/// <summary>0 or 255, by log-odds.</summary>
internal sealed class BinarySymbols : IPixelSymbols
{
    private BinaryPixel _pixel;

    /// <inheritdoc/>
    public void Set(ReadOnlySpan<float> parameters) => _pixel = BinaryOdds.Round(parameters[0]);

    /// <inheritdoc/>
    public (uint Start, uint Freq) Interval(byte value) => value is byte.MinValue or byte.MaxValue ? _pixel.Interval(value != 0)
        : throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"a pixel of {value} for a model of 0 and 255 only");

    /// <inheritdoc/>
    public byte Find(uint slot, out uint start, out uint freq)
    {
        (start, freq) = _pixel.Interval(white: true);
        if (slot >= start)
            return byte.MaxValue;
        (start, freq) = _pixel.Interval(white: false);
        return byte.MinValue;
    }
}
