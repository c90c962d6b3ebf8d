using System.Numerics;
using VaeCodec.Bitstream.Adaptive;

namespace VaeCodec.Pixels.Graphics;

/// <summary>
/// Codes pixels whose surroundings are all of one colour: most of a screenshot. Where the rows above stay flat for long enough, one
/// decision tells of a whole run. FORMAT.md, "Graphics", "Flat surroundings".
/// </summary>
internal sealed class FlatModel(IBitCoder coder)
{
    /// <summary>Pixels of a run.</summary>
    public const int Run = 16;

    /// <summary>What its cells take.</summary>
    public const long TableBytes = sizeof(uint) * Cells;

    private const int TableBits = 14;
    private const int Inputs = 3;
    private const int Cells = Inputs << TableBits;
    private const int Rate = 6;
    private const int Limit = 1023;
    private const int MostLength = 32767;
    private const int SetsOfKind = 8;
    private const int Kinds = 3;

    /// <summary>What a decision is on.</summary>
    private enum Kind
    {
        Pixel,
        Run,
        PixelOfBrokenRun,
    }

    private readonly BitMixer _mixer = new(new uint[Cells], Inputs, Kinds * (SetsOfKind + 1), Rate, Limit);
    private int _length;
    private uint _history;
    private int _broken;

    /// <summary>Codes the pixel at x and maybe more, whose neighbours are all of this colour. Returns how many of it there are.</summary>
    /// <param name="actual">The row's colours, of meaning to an encoder only.</param>
    /// <param name="rows">The rows above.</param>
    /// <param name="x">The pixel's place.</param>
    /// <param name="end">Where the pixels that are coded end.</param>
    /// <param name="colour">The colour around it.</param>
    public int Code(ReadOnlySpan<uint> actual, ColourRows rows, int x, int end, uint colour)
    {
        if (_broken == 0 && x + Run <= end && rows.AreFlatAbove(x, Run, colour))
        {
            if (Decide(!actual.Slice(x, Run).ContainsAnyExcept(colour), colour, Kind.Run)) return Run;
            _broken = Run;
        }

        Kind kind = _broken > 0 ? Kind.PixelOfBrokenRun : Kind.Pixel;
        if (_broken > 0) _broken--;
        return Decide(actual[x] == colour, colour, kind) ? 1 : 0;
    }

    private bool Decide(bool same, uint colour, Kind kind)
    {
        int length = BitOperations.Log2((uint)_length + 1);
        ulong sum = (colour * Hash.M1) + ((ulong)kind * Hash.M14);
        _mixer.Add(((int)kind << 12) | (length << 8) | (int)(_history & 255));
        _mixer.Add((1 << TableBits) + Hash.Slot(sum, TableBits));
        _mixer.Add((2 << TableBits) + Hash.Slot(sum + ((ulong)length * Hash.M2), TableBits));
        int set = ((int)kind * SetsOfKind) + Math.Min(length, SetsOfKind - 1);
        same = _mixer.Code(coder, same, set, (Kinds * SetsOfKind) + (int)kind);
        _history = (_history << 1) | (same ? 0u : 1);
        _length = same ? Math.Min(_length + 1, MostLength) : 0;
        return same;
    }
}
