using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.BitsBack;

/// <summary>
/// Bits-back coding with a stack (BB-ANS: Townsend, Bird and Barber 2019, arXiv:1901.04866, section 2.4): latents are drawn by popping them
/// with the posterior, the data pushed with the likelihood, the latents pushed with the prior. So an item costs -log p(x | z) - log p(z) +
/// log q(z | x) bits, in the mean the negative evidence lower bound, however precise its latents are. Its law is <c>pop(push(m, x)) == (m,
/// x)</c>.
/// </summary>
/// <remarks>Reusable; as safe for several threads as its model is.</remarks>
internal sealed class BitsBackCoder
{
    private readonly ILatentModel _model;
    private readonly int[] _first;
    private readonly int[] _bins;
    private readonly LatentLogistic[] _beliefs;

    /// <summary>Makes a coder.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="VaeCodecException">BadArgument: it has no groups.</exception>
    public BitsBackCoder(ILatentModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Groups.Count == 0) throw Throw.Argument("A model of no groups of latents.");
        _model = model;
        _first = new int[model.Groups.Count + 1];
        for (int i = 0; i < model.Groups.Count; i++) _first[i + 1] = _first[i] + model.Groups[i].Latents;
        _bins = new int[_first[^1]];
        _beliefs = new LatentLogistic[_bins.Length];
    }

    private int Last => _model.Groups.Count - 1;

    /// <summary>Pushes an item. The stack must have bits for its latents to be drawn with.</summary>
    /// <exception cref="VaeCodecException">Truncated: the stack has too few bits; it is then of no use. BadArgument: an item of another
    /// length.</exception>
    public void Push(RansStack stack, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(stack);
        CheckLength(data.Length);
        _model.See(data);
        if (_model.InfersUpwards) PushFromBelow(stack, data);
        else PushFromAbove(stack, data);
    }

    /// <summary>Pops the item on top.</summary>
    /// <exception cref="VaeCodecException">Truncated or Corrupt: the stack is not one that items were pushed on. BadArgument: an item of
    /// another length.</exception>
    public void Pop(RansStack stack, Span<byte> data)
    {
        ArgumentNullException.ThrowIfNull(stack);
        CheckLength(data.Length);
        if (_model.InfersUpwards) PopToBelow(stack, data);
        else PopToAbove(stack, data);
    }

    /// <summary>Draws an item: latents by their priors, and the item by them, with the bits of a stack. Unlike <see cref="Pop"/> it gives
    /// none back: no posterior has chosen these latents.</summary>
    /// <exception cref="VaeCodecException">Truncated: the stack has too few bits. BadArgument: an item of another length.</exception>
    public void Sample(RansStack stack, Span<byte> data)
    {
        ArgumentNullException.ThrowIfNull(stack);
        CheckLength(data.Length);
        for (int group = 0; group <= Last; group++) PopGroup(stack, group);
        _model.Pop(stack, _bins, data);
    }

    private void PushFromAbove(RansStack stack, ReadOnlySpan<byte> data)
    {
        for (int group = 0; group <= Last; group++) Draw(stack, group);
        _model.Push(stack, _bins, data);
        for (int group = Last; group >= 0; group--) PushGroup(stack, group);
    }

    private void PopToAbove(RansStack stack, Span<byte> data)
    {
        for (int group = 0; group <= Last; group++) PopGroup(stack, group);
        _model.Pop(stack, _bins, data);
        _model.See(data);
        for (int group = Last; group >= 0; group--) GiveBack(stack, group);
    }

    /// <summary>Bit-Swap: what lies below a group is pushed as soon as the group is drawn, so that a chain begins with the bits of one
    /// group only (arXiv:1905.06845, section 3.2).</summary>
    private void PushFromBelow(RansStack stack, ReadOnlySpan<byte> data)
    {
        for (int group = Last; group >= 0; group--)
        {
            Draw(stack, group);
            if (group == Last) _model.Push(stack, _bins, data);
            else PushGroup(stack, group + 1);
        }

        PushGroup(stack, 0);
    }

    private void PopToBelow(RansStack stack, Span<byte> data)
    {
        PopGroup(stack, 0);
        for (int group = 0; group < Last; group++)
        {
            PopGroup(stack, group + 1);
            GiveBack(stack, group);
        }

        _model.Pop(stack, _bins, data);
        _model.See(data);
        GiveBack(stack, Last);
    }

    /// <summary>Pops a group with its posterior.</summary>
    private void Draw(RansStack stack, int group)
    {
        Span<int> bins = Bins(group);
        ReadOnlySpan<LatentLogistic> posterior = Posterior(group);
        for (int i = 0; i < bins.Length; i++) bins[i] = LatentSymbol.Pop<PosteriorIntervals>(stack, posterior[i]);
    }

    /// <summary>The inverse of <see cref="Draw"/>.</summary>
    private void GiveBack(RansStack stack, int group)
    {
        ReadOnlySpan<int> bins = Bins(group);
        ReadOnlySpan<LatentLogistic> posterior = Posterior(group);
        for (int i = bins.Length - 1; i >= 0; i--)
        {
            if (LatentSymbol.Interval<PosteriorIntervals>(posterior[i], bins[i]).Freq == 0)
                Throw.Corrupt("A latent lies where its posterior has no mass.", null);
            LatentSymbol.Push<PosteriorIntervals>(stack, posterior[i], bins[i]);
        }
    }

    /// <summary>Pushes a group with its prior; an autoregressive one, like any other, so that its first latent comes off first.</summary>
    private void PushGroup(RansStack stack, int group)
    {
        ReadOnlySpan<int> bins = Bins(group);
        if (_model.Groups[group].Prior == LatentPrior.Uniform)
        {
            foreach (int bin in bins) stack.PushBits((uint)bin, LatentBins.Bits);
            return;
        }

        for (int i = bins.Length - 1; i >= 0; i--) LatentSymbol.Push<PriorIntervals>(stack, Prior(group, i, i == bins.Length - 1), bins[i]);
    }

    /// <summary>The inverse of <see cref="PushGroup"/>.</summary>
    private void PopGroup(RansStack stack, int group)
    {
        Span<int> bins = Bins(group);
        if (_model.Groups[group].Prior == LatentPrior.Uniform)
        {
            for (int i = bins.Length - 1; i >= 0; i--) bins[i] = (int)stack.PopBits(LatentBins.Bits);
            return;
        }

        for (int i = 0; i < bins.Length; i++) bins[i] = LatentSymbol.Pop<PriorIntervals>(stack, Prior(group, i, i == 0));
    }

    private Span<int> Bins(int group) => _bins.AsSpan(_first[group].._first[group + 1]);

    private ReadOnlySpan<LatentLogistic> Posterior(int group)
    {
        Span<LatentLogistic> beliefs = _beliefs.AsSpan(0, _model.Groups[group].Latents);
        _model.Posterior(group, _bins, beliefs);
        foreach (LatentLogistic belief in beliefs) Check(belief);
        return beliefs;
    }

    /// <summary>The prior of a latent; those of a group that is not autoregressive are made when the first one is asked for.</summary>
    private LatentLogistic Prior(int group, int latent, bool isFirst)
    {
        if (isFirst || _model.Groups[group].Prior == LatentPrior.Autoregressive)
            _model.Prior(group, latent, _bins, _beliefs.AsSpan(0, _model.Groups[group].Latents));
        Check(_beliefs[latent]);
        return _beliefs[latent];
    }

    private static void Check(LatentLogistic belief)
    {
        if (!belief.IsValid) throw Throw.Argument($"{belief} is outside its range.");
    }

    private void CheckLength(int length)
    {
        if (length != _model.DataBytes) throw Throw.Argument($"An item of {length} bytes; the model's have {_model.DataBytes}.");
    }
}
