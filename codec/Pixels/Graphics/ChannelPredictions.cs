using System.Numerics;

namespace VaeCodec.Pixels.Graphics;

/// <summary>
/// What a channel's value may be near, by its neighbours and by the channels of the pixel that are known. FORMAT.md, "Graphics",
/// "Predictions".
/// </summary>
internal readonly ref struct ChannelPredictions
{
    /// <summary>How many predictions there are.</summary>
    public const int Count = 4;

    /// <summary>How many levels of activity there are.</summary>
    public const int Levels = 8;

    /// <summary>The neighbours' values of the channel.</summary>
    public readonly int W, N;

    private readonly int _nw;

    /// <summary>How much the neighbours differ from each other, as a logarithm: 0 to 7.</summary>
    public readonly int Level;

    /// <summary>Those of channel c.</summary>
    public ChannelPredictions(in Neighbours near, int c)
    {
        int shift = 8 * c;
        (W, N, _nw) = (Value(near.W, shift), Value(near.N, shift), Value(near.NW, shift));
        int ne = Value(near.NE, shift), ww = Value(near.WW, shift), nn = Value(near.NN, shift);
        int activity = Math.Abs(W - _nw) + Math.Abs(N - _nw) + Math.Abs(N - ne) + Math.Abs(W - ww) + Math.Abs(N - nn);
        Level = Math.Min(BitOperations.Log2((uint)activity + 1), Levels - 1);
    }

    /// <summary>Of a pixel's first channel, and of any beside which green says nothing.</summary>
    public void Alone(Span<int> predictions)
    {
        predictions[0] = Median(W, N, _nw);
        predictions[1] = W;
        predictions[2] = N;
        predictions[3] = (W + N + 1) >> 1;
    }

    /// <summary>Of a channel that comes after green.</summary>
    /// <param name="predictions">Receives them.</param>
    /// <param name="green">Green's neighbours.</param>
    /// <param name="g">Green's value.</param>
    public void AfterGreen(Span<int> predictions, in ChannelPredictions green, int g)
    {
        predictions[0] = Math.Clamp(g + Median(W - green.W, N - green.N, _nw - green._nw), 0, 255);
        predictions[1] = Median(W, N, _nw);
        predictions[2] = Math.Clamp(N + g - green.N, 0, 255);
        predictions[3] = g;
    }

    private static int Value(uint colour, int shift) => (int)(colour >> shift) & 255;

    /// <summary>The middle one of W, N and W + N - NW: the predictor of LOCO-I (Weinberger, Seroussi and Sapiro 2000).</summary>
    public static int Median(int w, int n, int nw)
        => nw >= Math.Max(w, n) ? Math.Min(w, n) : nw <= Math.Min(w, n) ? Math.Max(w, n) : w + n - nw;
}
