namespace VaeCodec;

/// <summary>What the pictures take that are chained in one way.</summary>
/// <param name="Model">The model; null for plain chains, which need none.</param>
/// <param name="Pictures">Its pictures.</param>
/// <param name="Pixels">Their pixels.</param>
/// <param name="Bits">Bits of their chains, without the initial ones.</param>
/// <param name="InitialBits">Bits that the chains begin with: the price of a first latent, paid once for each chain; none in plain
/// ones.</param>
public sealed record VaeArchiveChains(ModelId? Model, int Pictures, long Pixels, long Bits, long InitialBits);

/// <summary>A finished archive with what its parts take.</summary>
/// <param name="Bytes">The whole archive.</param>
/// <param name="Pictures">Pictures in it.</param>
/// <param name="Chains">What is in chains, by model; none where no picture is.</param>
/// <param name="StoredBytes">Bytes of the .vaec files.</param>
public sealed record VaeArchiveSummary(byte[] Bytes, int Pictures, IReadOnlyList<VaeArchiveChains> Chains, long StoredBytes)
{
    /// <summary>Pictures that <see cref="VaeArchiveOptions.ImageModel"/> does not fit, and which are coded in other ways; none where no
    /// model is asked for.</summary>
    public int Unfit { get; init; }

    /// <summary>Pictures in chains.</summary>
    public int Chained => Chains.Sum(chains => chains.Pictures);

    /// <summary>Their pixels.</summary>
    public long ChainedPixels => Chains.Sum(chains => chains.Pixels);

    /// <summary>Bits of all chains, without the initial ones.</summary>
    public long ChainBits => Chains.Sum(chains => chains.Bits);

    /// <summary>Bits that all chains begin with.</summary>
    public long InitialBits => Chains.Sum(chains => chains.InitialBits);

    /// <summary>Bytes of the header and the index.</summary>
    public long IndexBytes => Bytes.Length - StoredBytes - (ChainBits + InitialBits) / 8;
}
