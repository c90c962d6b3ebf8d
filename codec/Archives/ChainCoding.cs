namespace VaeCodec.Archives;

/// <summary>A way to code gray pictures of one size together, exactly. One object serves any number of threads.</summary>
internal abstract class ChainCoding
{
    /// <summary>Width and height of the pictures.</summary>
    public abstract int Side { get; }

    /// <summary>How an archive's index names it; see <see cref="Bitstream.Containers.ArchiveChains.ModelId"/>.</summary>
    public abstract uint ModelId { get; }

    /// <summary>What a decoder keeps in memory beside the pictures.</summary>
    /// <param name="pictures">Of the chain.</param>
    public abstract long BytesFor(int pictures);

    /// <summary>Whether it can code a picture of its side.</summary>
    public abstract bool Fits(ReadOnlySpan<byte> picture);

    /// <summary>Codes pictures that fit.</summary>
    public abstract CodedChain Encode(IReadOnlyList<ReadOnlyMemory<byte>> pictures, CancellationToken cancellationToken);

    /// <summary>The pictures of a stream.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="pictures">How many it holds.</param>
    /// <param name="offset">Where it lies in its file, for messages.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="VaeCodecException">Truncated or Corrupt: it holds something else.</exception>
    public abstract byte[][] Decode(ReadOnlyMemory<byte> stream, int pictures, long offset, CancellationToken cancellationToken);
}
