namespace VaeCodec.Bitstream.Tests;

/// <summary>A model whose every distribution is made up from what it is conditioned on, by seed: nothing like a trained one, and just as lawful.</summary>
internal sealed class RandomLatentModel(ulong seed, int latents, int dataBytes) : ILatentModel
{
    private readonly LogisticMixture _mixture = new();

    public int Latents => latents;

    public int DataBytes => dataBytes;

    public void Posterior(ReadOnlySpan<byte> data, Span<LatentPosterior> posterior)
    {
        SplitMix64 random = After(data);
        foreach (ref LatentPosterior belief in posterior)
            belief = new(random.Below(2 * LatentPosterior.MaxMean + 1) - LatentPosterior.MaxMean, random.Below(LatentPosterior.MaxScale + 1));
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
        SplitMix64 random = After(before);
        ulong hash = random.Next();
        foreach (int bin in bins) hash = new SplitMix64(hash ^ (uint)bin).Next();
        random = new(hash);
        _mixture.Set([new(0, random.Below(255 * 64), random.Below(81)), new(random.Below(121), random.Below(255 * 64), random.Below(81))]);
    }

    private SplitMix64 After(ReadOnlySpan<byte> bytes)
    {
        ulong hash = seed;
        foreach (byte value in bytes) hash = new SplitMix64(hash ^ value).Next();
        return new(hash);
    }
}
