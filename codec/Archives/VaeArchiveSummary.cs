namespace VaeCodec.Archives;

/// <summary>A finished archive with what its parts take.</summary>
/// <param name="Bytes">The whole archive.</param>
/// <param name="Pictures">Pictures in it.</param>
/// <param name="Chained">Those that are in chains.</param>
/// <param name="ChainedPixels">Their pixels.</param>
/// <param name="ChainBits">Bits of the chains, without the initial ones.</param>
/// <param name="InitialBits">Bits that the chains begin with: the price of a first latent, paid once for each chain.</param>
/// <param name="StoredBytes">Bytes of the .vaec files.</param>
public sealed record VaeArchiveSummary(byte[] Bytes, int Pictures, int Chained, long ChainedPixels, long ChainBits, long InitialBits, long StoredBytes)
{
    /// <summary>Bytes of the header and the index.</summary>
    public long IndexBytes => Bytes.Length - StoredBytes - (ChainBits + InitialBits) / 8;
}
