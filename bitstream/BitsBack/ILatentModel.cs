namespace VaeCodec.Bitstream;

/// <summary>A latent-variable model as bits-back coding sees it. All that it says is integers, and the same for encoder and decoder.</summary>
public interface ILatentModel
{
    /// <summary>Latents of one item; their prior is that of <see cref="LatentBins"/>.</summary>
    int Latents { get; }

    /// <summary>Bytes of one item.</summary>
    int DataBytes { get; }

    /// <summary>q(z | x): what to believe of each latent when the data are known.</summary>
    void Posterior(ReadOnlySpan<byte> data, Span<LatentPosterior> posterior);

    /// <summary>Pushes the data with p(x | z).</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="bins">The bin of each latent.</param>
    /// <param name="data">The item.</param>
    void Push(RansStack stack, ReadOnlySpan<int> bins, ReadOnlySpan<byte> data);

    /// <summary>The inverse of <see cref="Push"/>.</summary>
    void Pop(RansStack stack, ReadOnlySpan<int> bins, Span<byte> data);
}
