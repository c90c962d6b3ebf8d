using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.BitsBack;

/// <summary>
/// A latent-variable model as bits-back coding sees it. All that it says is integers, and the same for encoder and decoder. Its latents are
/// groups from the top down, the data below the last one. Spans of bins have those of all groups, in this order; what is not known yet when
/// a method is called has any value there, and must make no difference.
/// </summary>
internal interface ILatentModel
{
    /// <summary>The groups, one at least.</summary>
    IReadOnlyList<LatentGroup> Groups { get; }

    /// <summary>Whether a group's posterior is known when the group below is, the last one's when the data are (Bit-Swap: Kingma, Abbeel
    /// and Ho 2019, arXiv:1905.06845); otherwise, when the data and all groups above are.</summary>
    bool InfersUpwards { get; }

    /// <summary>Bytes of one item.</summary>
    int DataBytes { get; }

    /// <summary>Takes the data that posteriors depend on from now on.</summary>
    void See(ReadOnlySpan<byte> data);

    /// <summary>q(group | data, groups above), or q(group | group below).</summary>
    /// <param name="group">Counted from the top.</param>
    /// <param name="bins">The bins; those of the groups that it depends on are known.</param>
    /// <param name="posterior">One for each latent of the group.</param>
    void Posterior(int group, ReadOnlySpan<int> bins, Span<LatentLogistic> posterior);

    /// <summary>p(group | groups above) of a group that has a prior of its own.</summary>
    /// <param name="group">Counted from the top.</param>
    /// <param name="known">Of an autoregressive one: how many of its own bins are known.</param>
    /// <param name="bins">The bins; those of the groups above are known.</param>
    /// <param name="prior">One for each latent of the group; of an autoregressive one, only entry <paramref name="known"/> has a
    /// meaning.</param>
    void Prior(int group, int known, ReadOnlySpan<int> bins, Span<LatentLogistic> prior);

    /// <summary>Pushes the data with p(data | latents).</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="bins">The bins, all known, or those of the last group if inference is upwards.</param>
    /// <param name="data">The item.</param>
    void Push(RansStack stack, ReadOnlySpan<int> bins, ReadOnlySpan<byte> data);

    /// <summary>The inverse of <see cref="Push"/>.</summary>
    void Pop(RansStack stack, ReadOnlySpan<int> bins, Span<byte> data);
}
