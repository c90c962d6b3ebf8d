using VaeCodec.Inference.Hvae;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Rates;

/// <summary>The settings of the rate multipliers from the fewest bits to the most, one layer and one grid point at a time: rung t has every
/// layer t / L grid points below the highest beta, and the first t mod L layers one more. A rung is a few tenths of a percent of the
/// rate.</summary>
internal sealed class RateLadder(HvaeModel model)
{
    private readonly int _layers = model.Network.Layers.Count;
    private readonly byte _high = RateMultiplier.FromLog2(model.Range.Log2High);
    private readonly byte _low = RateMultiplier.FromLog2(model.Range.Log2Low);

    /// <summary>Latent layers, and so the rungs of one grid point.</summary>
    public int Layers => _layers;

    /// <summary>The last rung.</summary>
    public int Last => (_high - _low) * _layers;

    /// <summary>The setting of a rung.</summary>
    public RateVector this[int rung]
    {
        get
        {
            var beta = new byte[_layers];
            for (int i = 0; i < _layers; i++)
                beta[i] = (byte)(_high - rung / _layers - (i < rung % _layers ? 1 : 0));
            return new(beta);
        }
    }

    /// <summary>The rung of a setting that the ladder gave.</summary>
    public int RungOf(RateVector beta) => beta.Sum(index => _high - index);

    /// <summary>The rung of a quality, the same for every layer: linear in log beta, 0 the fewest bits, 100 the most.</summary>
    public int OfQuality(double quality) => (int)Math.Round((_high - _low) * quality / 100, MidpointRounding.ToEven) * _layers;
}
