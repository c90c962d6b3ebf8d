using VaeCodec.Bitstream.Adaptive;

namespace VaeCodec.Pixels.Graphics;

/// <summary>
/// Codes which of its candidates a pixel is, if it is one: whether the first, whether any other, then which, one by one. FORMAT.md,
/// "Graphics", "Candidates".
/// </summary>
internal sealed class CandidateModel
{
    private const int Inputs = 6;
    private const int Rate = 40;
    private const int Limit = 127;

    // Of a decision: on the first candidate, on whether it is another, or on the candidate of rank kind - 1.
    private const int First = 0;
    private const int Other = 1;
    private const int Kinds = Candidates.Most;

    private const int Confidences = 6;
    private const int Beside = 16;

    private readonly IBitCoder _coder;
    private readonly Candidates _candidates;
    private readonly BitMixer _mixer;
    private readonly int _bits;
    private uint _history;
    private uint _equalities;

    public CandidateModel(IBitCoder coder, TableSizes sizes)
    {
        (_coder, _bits) = (coder, sizes.Decisions);
        _candidates = new(sizes.Colours);
        _mixer = new(new uint[CellsOf(_bits)], Inputs, Kinds * (Confidences + Beside), Rate, Limit);
    }

    /// <summary>What its cells take.</summary>
    public static long TableBytes(int bits) => (long)sizeof(uint) * CellsOf(bits);

    /// <summary>Codes a pixel, or that it is no candidate: then false, and the colour is as it was.</summary>
    public bool TryCode(ref uint colour, in Neighbours near)
    {
        _candidates.Find(near);
        _equalities = Equalities(near);
        int rank = _candidates.RankOf(colour), count = _candidates.Count;
        bool first = Decide(rank == 0, 0, First, near);
        _history = (_history << 1) | (first ? 0u : 1);
        if (!first && (count == 1 || !Decide(rank > 0, 0, Other, near))) return false;
        int found = first ? 0 : 1;
        // The last one needs no decision: all others are out.
        if (!first)
        {
            while (found < count - 1 && !Decide(rank == found, found, found + 1, near)) found++;
        }

        colour = _candidates[found];
        return true;
    }

    /// <summary>Tells what colour the pixel had.</summary>
    public void Learn(uint colour) => _candidates.Learn(colour);

    private bool Decide(bool bit, int rank, int kind, in Neighbours n)
    {
        uint c = _candidates[rank], k = (uint)kind << 14;
        FollowerTable by12 = _candidates.By12, by6 = _candidates.By6, by2 = _candidates.By2;
        uint beside = Flag(c == n.W, 0) | Flag(c == n.N, 1) | Flag(c == n.NW, 2) | Flag(c == n.NE, 3);
        uint expected = beside | Flag(by12.Expects(c), 4) | Flag(by6.Expects(c), 5) | Flag(by2.Expects(c), 6);
        ulong sum = (c * Hash.M13) + ((ulong)kind * Hash.M14);
        Add(0, expected | ((uint)by6.Confidence << 8) | ((uint)by2.Confidence << 11) | k);
        Add(1, _equalities | (beside << 8) | k);
        Add(2, (_history & 255) | ((uint)by12.Confidence << 8) | k);
        Add(3, sum + _candidates.Sum2);
        Add(4, sum + _candidates.Sum12);
        Add(5, sum + (n.N * Hash.M2) + (n.NE * Hash.M4));
        return _mixer.Code(_coder, bit, (kind * Confidences) + by6.Confidence, (Kinds * Confidences) + (kind * Beside) + (int)beside);
    }

    private static int CellsOf(int bits) => Inputs << bits;

    private void Add(int input, ulong sum) => _mixer.Add((input << _bits) + Hash.Slot(sum, _bits));

    private static uint Equalities(in Neighbours n)
        => Flag(n.W == n.N, 0) | Flag(n.W == n.NW, 1) | Flag(n.N == n.NW, 2) | Flag(n.N == n.NE, 3) | Flag(n.W == n.WW, 4)
            | Flag(n.N == n.NN, 5) | Flag(n.NE == n.NEE, 6) | Flag(n.NW == n.NWW, 7);

    private static uint Flag(bool value, int place) => value ? 1u << place : 0;
}
