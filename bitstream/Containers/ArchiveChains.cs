using VaeCodec.Bitstream.BitsBack;

namespace VaeCodec.Bitstream.Containers;

/// <summary>A set of chains of an archive: the pictures that are coded in one way, in their order, so many in each.</summary>
/// <param name="ModelId">The first four bytes, big-endian, of the SHA-256 of the image model's weights; <see cref="NoModel"/> for plain
/// chains.</param>
/// <param name="Side">Width and height of the pictures, which are gray.</param>
/// <param name="Restart">Pictures in every chain; the last one may have fewer.</param>
/// <param name="Streams">The streams of <see cref="BitsBackChain"/>, or of plain chains.</param>
internal sealed record ArchiveChains(uint ModelId, int Side, int Restart, IReadOnlyList<ReadOnlyMemory<byte>> Streams)
{
    /// <summary>Stands for chains that need no model.</summary>
    public const uint NoModel = VaecHeader.NoModel;

    /// <summary>The most pictures in a chain.</summary>
    public const int MaxRestart = 1 << 14;

    /// <summary>The largest side.</summary>
    public const int MaxSide = 64;

    /// <summary>False for plain chains.</summary>
    public bool HasModel => ModelId != NoModel;

    /// <summary>Where each stream begins in the archive that was read.</summary>
    internal IReadOnlyList<int> Starts { get; init; } = [];

    /// <summary>How many pictures the set has in the archive that was read.</summary>
    public int Pictures { get; init; }

    internal IReadOnlyList<uint> Checksums { get; init; } = [];

    /// <summary>Where a stream of the archive that was read begins in it.</summary>
    public long OffsetOf(int chain) => Starts[chain];

    /// <summary>A stream of the archive that was read.</summary>
    /// <exception cref="VaeCodecException">Corrupt: its checksum does not hold.</exception>
    public ReadOnlyMemory<byte> Intact(int chain) => Crc32C.Compute(Streams[chain].Span) == Checksums[chain] ? Streams[chain]
        : throw ByteReader.Fail(VaeCodecErrorKind.Corrupt, "The checksum of a chain of pictures does not hold; fetch the archive again",
            OffsetOf(chain));

    /// <summary>Pictures in a chain of the archive that was read.</summary>
    public int CountOf(int chain) => Math.Min(Restart, Pictures - chain * Restart);
}
