using VaeCodec.Bitstream.Adaptive;

namespace VaeCodec.Pixels.Graphics;

/// <summary>Codes which of the candidates a colour is, if it is one.</summary>
internal sealed class CandidateModel
{
    private const int Most = 12;
    private const int Inputs = 10;
    private const int RanksBits = 4;

    private readonly IBitCoder _coder;
    private readonly Followers[] _followers;
    private readonly uint[] _colours = new uint[Most];
    private readonly uint[] _cells;
    private readonly BitMixer _mixer;
    private readonly int _bits;
    private int _count;
    private uint _history;
    private ulong _hash6, _hash12;

    public CandidateModel(IBitCoder coder, int bits)
    {
        (_coder, _bits) = (coder, bits);
        _followers = [new(bits), new(bits), new(bits), new(bits)];
        _cells = new uint[Inputs << bits];
        Array.Fill(_cells, AdaptiveBit.Fresh);
        _mixer = new(_cells, Inputs, 2048, 10);
    }


    public bool TryCode(ref uint colour, in Neighbours near, int x)
    {
        Find(near);
        bool hit = Decide(colour == _colours[0], _colours[0], 0, near);
        _history = (_history << 1) | (hit ? 0u : 1u);
        if (hit)
        {
            colour = _colours[0];
            return true;
        }

        int found = 0;
        for (int i = 1; i < _count; i++)
        {
            if (_colours[i] == colour) found = i;
        }

        if (!Decide(found > 0, _colours[0], 1, near)) return false;
        for (int i = 1; i < _count; i++)
        {
            if (i == _count - 1 || Decide(found == i, _colours[i], Math.Min(i + 1, 15), near))
            {
                colour = _colours[i];
                return true;
            }
        }

        return false;
    }

    public void Learn(uint colour, in Neighbours near)
    {
        foreach (Followers followers in _followers) followers.Learn(colour);
    }

    private void Find(in Neighbours n)
    {
        ulong h = Hash.Add(Hash.Add(Hash.Add(Hash.Add(Hash.Add(Hash.Add(7, n.W), n.N), n.NW), n.NE), n.WW), n.NN);
        _hash6 = Hash.Add(h, 1);
        _hash12 = Hash.Add(Hash.Add(Hash.Add(Hash.Add(Hash.Add(Hash.Add(h, n.WWW), n.NWW), n.NEE), n.NNW), n.NNE), n.NNEE);
        _followers[0].Find(_hash12);
        _followers[1].Find(_hash6);
        _followers[2].Find(Hash.Of(n.W, n.N, n.NW, n.NE));
        _followers[3].Find(Hash.Of(n.W, n.N));
        _count = 0;
        foreach (Followers f in _followers)
        {
            if (f.Count > 0) Add(f.First);
        }

        Add(n.W);
        Add(n.N);
        Add(n.NW);
        Add(n.NE);
        foreach (Followers f in _followers)
        {
            if (f.Count > 0) Add(f.Second);
        }

        Add(n.NN);
        Add(n.WW);
        Add(n.NEE);
        if (_count == 1) _colours[_count++] = _colours[0] ^ 0xFFFFFF;
    }

    private void Add(uint colour)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_colours[i] == colour) return;
        }

        if (_count < Most) _colours[_count++] = colour;
    }

    private bool Decide(bool bit, uint c, int kind, in Neighbours n)
    {
        uint k = (uint)kind;
        uint near = Bit(c == n.W, 0) | Bit(c == n.N, 1) | Bit(c == n.NW, 2) | Bit(c == n.NE, 3);
        uint agree = near;
        for (int i = 0; i < _followers.Length; i++) agree |= Bit(_followers[i].Count > 0 && _followers[i].First == c, 4 + i);
        uint equal = Bit(n.W == n.N, 0) | Bit(n.W == n.NW, 1) | Bit(n.N == n.NW, 2) | Bit(n.N == n.NE, 3) | Bit(n.W == n.WW, 4)
            | Bit(n.N == n.NN, 5) | Bit(n.NE == n.NEE, 6) | Bit(n.NW == n.NWW, 7);
        uint f0 = (uint)_followers[0].Confidence, f1 = (uint)_followers[1].Confidence, f2 = (uint)_followers[2].Confidence,
            f3 = (uint)_followers[3].Confidence;
        Slot(0, Hash.Of(k, agree, f0, f2));
        Slot(1, Hash.Of(k, agree, f1, f3));
        Slot(2, Hash.Of(k, equal, near));
        Slot(3, Hash.Of(Hash32(n.W, n.N), c, k));
        Slot(4, Hash.Add(Hash.Add(_hash6, c), k) * 0x9E3779B97F4A7C15);
        Slot(5, Hash.Add(Hash.Add(_hash12, c), k) * 0x9E3779B97F4A7C15);
        Slot(6, Hash.Of(_history & 255, k));
        Slot(7, Hash.Of(n.W, c, k));
        Slot(8, Hash.Of(n.N, n.NE, c, k));
        Slot(9, Hash.Of(c, k));
        return _mixer.Code(_coder, bit, kind * 6 + (int)f1, 128 + kind * 16 + (int)near);
    }

    private void Slot(int input, ulong hash) => _mixer.Add((input << _bits) + (int)(hash >> (64 - _bits)));

    private static uint Hash32(uint a, uint b) => (uint)(Hash.Of(a, b) >> 32);

    private static uint Bit(bool value, int place) => value ? 1u << place : 0;
}
