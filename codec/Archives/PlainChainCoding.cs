using VaeCodec.Bitstream.Containers;
using VaeCodec.Pixels.Graphics;

namespace VaeCodec.Archives;

/// <summary>Chains without a model: the pictures one below the other, as one picture of the graphics coder, which never takes more than a
/// byte besides their pixels. ARCHIVE.md, "Plain chains".</summary>
internal sealed class PlainChainCoding(int side) : ChainCoding
{
    /// <inheritdoc/>
    public override int Side => side;

    /// <inheritdoc/>
    public override uint ModelId => ArchiveChains.NoModel;

    /// <inheritdoc/>
    public override long BytesFor(int pictures) => TableSizes.Of((long)side * side * pictures).Bytes(channels: 1);

    /// <inheritdoc/>
    public override bool Fits(ReadOnlySpan<byte> picture) => true;

    /// <inheritdoc/>
    public override CodedChain Encode(IReadOnlyList<ReadOnlyMemory<byte>> pictures, CancellationToken cancellationToken)
    {
        byte[] all = new byte[pictures.Count * side * side];
        for (int i = 0; i < pictures.Count; i++)
            pictures[i].CopyTo(all.AsMemory(i * side * side));
        double[] rowBits = new double[pictures.Count * side], bits = new double[pictures.Count];
        byte[] stream = GraphicsEncoder.Encode(all, side, rowBits.Length, 1, long.MaxValue, cancellationToken, rowBits: rowBits)!;
        for (int i = 0; i < bits.Length; i++)
            bits[i] = rowBits.AsSpan(i * side, side).ToArray().Sum();
        return new(stream, bits, 0);
    }

    /// <inheritdoc/>
    public override byte[][] Decode(ReadOnlyMemory<byte> stream, int pictures, long offset, CancellationToken cancellationToken)
    {
        byte[] all = new byte[pictures * side * side];
        GraphicsDecoder.Decode(stream, all, side, pictures * side, 1, offset, cancellationToken);
        return all.Chunk(side * side).ToArray();
    }
}
