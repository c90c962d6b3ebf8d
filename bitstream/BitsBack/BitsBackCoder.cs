namespace VaeCodec.Bitstream;

/// <summary>
/// Bits-back coding with a stack (BB-ANS: Townsend, Bird and Barber 2019, arXiv:1901.04866, section 2.4): latents are drawn by popping them with the posterior,
/// the data pushed with the likelihood, the latents pushed with the prior. So an item costs -log p(x | z) - log p(z) + log q(z | x) bits, in the mean
/// the negative evidence lower bound, however precise its latents are. Its law is <c>pop(push(m, x)) == (m, x)</c>.
/// </summary>
/// <remarks>Reusable; as safe for several threads as its model is.</remarks>
/// <param name="model">The model.</param>
public sealed class BitsBackCoder(ILatentModel model)
{
    private readonly int[] _bins = new int[model.Latents];
    private readonly LatentPosterior[] _posterior = new LatentPosterior[model.Latents];

    /// <summary>Pushes an item. The stack must have bits for its latents to be drawn with.</summary>
    /// <exception cref="VaeCodecException">Truncated: the stack has too few bits; it is then of no use. BadArgument: an item of another length.</exception>
    public void Push(RansStack stack, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(stack);
        CheckLength(data.Length);
        Believe(data);
        for (int i = 0; i < _bins.Length; i++)
        {
            _bins[i] = _posterior[i].Find(stack.Peek(), out uint start, out uint freq);
            stack.Drop(start, freq);
        }

        model.Push(stack, _bins, data);
        foreach (int bin in _bins) stack.PushBits((uint)bin, LatentBins.Bits);
    }

    /// <summary>Pops the item on top.</summary>
    /// <exception cref="VaeCodecException">Truncated or Corrupt: the stack is not one that items were pushed on. BadArgument: an item of another length.</exception>
    public void Pop(RansStack stack, Span<byte> data)
    {
        ArgumentNullException.ThrowIfNull(stack);
        CheckLength(data.Length);
        for (int i = _bins.Length - 1; i >= 0; i--) _bins[i] = (int)stack.PopBits(LatentBins.Bits);
        model.Pop(stack, _bins, data);
        Believe(data);
        for (int i = _bins.Length - 1; i >= 0; i--)
        {
            uint start = _posterior[i].Start(_bins[i]), end = _posterior[i].Start(_bins[i] + 1);
            if (end == start) Throw.Corrupt("A latent lies where its picture's posterior has no mass.", null);
            stack.Push(start, end - start);
        }
    }

    private void Believe(ReadOnlySpan<byte> data)
    {
        model.Posterior(data, _posterior);
        foreach (LatentPosterior posterior in _posterior)
            if (!posterior.IsValid) throw Throw.Argument($"{posterior} is outside its range.");
    }

    private void CheckLength(int length)
    {
        if (length != model.DataBytes) throw Throw.Argument($"An item of {length} bytes; the model's have {model.DataBytes}.");
    }
}
