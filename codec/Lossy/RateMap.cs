namespace VaeCodec.Lossy;

/// <summary>Where in a picture the bits of its latents lie.</summary>
internal sealed class RateMap
{
    private readonly List<Layer> _layers = [];

    /// <summary>Adds a layer.</summary>
    /// <param name="pixels">Of a position's side.</param>
    /// <param name="across">Positions in a row.</param>
    /// <param name="bits">Of each position, row by row.</param>
    public void Add(int pixels, int across, float[] bits) => _layers.Add(new(pixels, across, bits));

    /// <summary>The bits of a square: of a position that is larger, the square's share.</summary>
    /// <param name="left">In pixels, a multiple of the side.</param>
    /// <param name="top">In pixels, a multiple of the side.</param>
    /// <param name="side">In pixels, a power of two.</param>
    public double Of(int left, int top, int side) => _layers.Sum(layer => layer.Of(left, top, side));

    private sealed record Layer(int Pixels, int Across, float[] Bits)
    {
        public double Of(int left, int top, int side)
        {
            double sum = 0;
            for (int y = top / Pixels; y * Pixels < top + side && y * Across < Bits.Length; y++)
            {
                for (int x = left / Pixels; x * Pixels < left + side && x < Across; x++)
                    sum += Bits[(y * Across) + x];
            }

            double share = Math.Min(1, side / (double)Pixels);
            return sum * share * share;
        }
    }
}
