using VaeCodec.Bitstream.BitsBack;
using VaeCodec.Bitstream.Grid;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Bitstream.Tables;
using VaeCodec.Bitstream.Tests.Support;

namespace VaeCodec.Bitstream.Tests.BitsBack;

/// <summary>A model whose every distribution is made up from what it is conditioned on, by seed: nothing like a trained one, and just as
/// lawful. It looks at nothing that need not be known.</summary>
internal sealed class RandomLatentModel(ulong seed, IReadOnlyList<LatentGroup> groups, bool infersUpwards, int dataBytes) : ILatentModel
{
    private readonly LogisticMixture _mixture = new();
    private byte[] _seen = [];

    /// <summary>One group, with the bins' own prior.</summary>
    public RandomLatentModel(ulong seed, int latents, int dataBytes)
        : this(seed, [new(latents)], false, dataBytes)
    {
    }

    public IReadOnlyList<LatentGroup> Groups => groups;

    public bool InfersUpwards => infersUpwards;

    public int DataBytes => dataBytes;

    /// <summary>A model of any kind.</summary>
    public static RandomLatentModel Any(SplitMix64 random)
    {
        ulong seed = random.Next();
        LatentGroup[] groups = [.. Enumerable.Range(0, 1 + random.Below(3))
            .Select(_ => new LatentGroup(random.Below(4), (LatentPrior)random.Below(3)))];
        return new(seed, groups, random.Below(2) == 0, 1 + random.Below(3));
    }

    public void See(ReadOnlySpan<byte> data) => _seen = data.ToArray();

    public void Posterior(int group, ReadOnlySpan<int> bins, Span<LatentLogistic> posterior)
    {
        bool isLast = group == groups.Count - 1;
        SplitMix64 random = infersUpwards && !isLast ? After(0, bins[Of(group + 1)])
            : infersUpwards || group == 0 ? After(_seen)
            : After(After(_seen).Next(), bins[..Of(group).Start]);
        Fill(posterior, random);
    }

    public void Prior(int group, int known, ReadOnlySpan<int> bins, Span<LatentLogistic> prior)
    {
        SplitMix64 random = After(1, infersUpwards ? bins[(group == 0 ? default : Of(group - 1))] : bins[..Of(group).Start]);
        if (groups[group].Prior == LatentPrior.Autoregressive) random = After(random.Next(), bins[Of(group)][..known]);
        Fill(prior, random);
    }

    public void Push(RansStack stack, ReadOnlySpan<int> bins, ReadOnlySpan<byte> data)
    {
        for (int i = data.Length - 1; i >= 0; i--)
        {
            Condition(bins, data[..i]);
            uint start = _mixture.Start(data[i]);
            stack.Push(start, _mixture.Start(data[i] + 1) - start);
        }
    }

    public void Pop(RansStack stack, ReadOnlySpan<int> bins, Span<byte> data)
    {
        for (int i = 0; i < data.Length; i++)
        {
            Condition(bins, data[..i]);
            data[i] = (byte)_mixture.Find(stack.Peek(), out uint start, out uint freq);
            stack.Drop(start, freq);
        }
    }

    private void Condition(ReadOnlySpan<int> bins, ReadOnlySpan<byte> before)
    {
        SplitMix64 random = After(After(before).Next(), infersUpwards ? bins[Of(groups.Count - 1)] : bins);
        _mixture.Set([new(0, random.Below(255 * 64), random.Below(81)), new(random.Below(121), random.Below(255 * 64), random.Below(81))]);
    }

    private Range Of(int group)
    {
        int first = groups.Take(group).Sum(g => g.Latents);
        return new(first, first + groups[group].Latents);
    }

    private static void Fill(Span<LatentLogistic> beliefs, SplitMix64 random)
    {
        foreach (ref LatentLogistic belief in beliefs)
            belief = new(random.Below(2 * LatentLogistic.MaxMean + 1) - LatentLogistic.MaxMean, random.Below(ScaleGrid.Highest + 1));
    }

    private static SplitMix64 After(ulong hash, ReadOnlySpan<int> bins)
    {
        foreach (int bin in bins) hash = new SplitMix64(hash ^ (uint)bin).Next();
        return new(hash);
    }

    private SplitMix64 After(ReadOnlySpan<byte> bytes)
    {
        ulong hash = seed;
        foreach (byte value in bytes) hash = new SplitMix64(hash ^ value).Next();
        return new(hash);
    }
}
