using VaeCodec.Bitstream.BitsBack;
using VaeCodec.Inference.Vlae;

namespace VaeCodec.Archives;

/// <summary>Chains by bits-back coding with a model of small pictures. ARCHIVE.md, "Chain".</summary>
internal sealed class VlaeChainCoding(VlaeModel model) : ChainCoding
{
    /// <inheritdoc/>
    public override int Side => model.Spec.Side;

    /// <inheritdoc/>
    public override uint ModelId => model.Id;

    /// <inheritdoc/>
    public override long BytesFor(int pictures) => model.Bytes;

    /// <inheritdoc/>
    public override bool Fits(ReadOnlySpan<byte> picture)
        => !model.Spec.Pixels.IsBinary || !picture.ContainsAnyExcept(byte.MinValue, byte.MaxValue);

    /// <inheritdoc/>
    public override CodedChain Encode(IReadOnlyList<ReadOnlyMemory<byte>> pictures, CancellationToken cancellationToken)
    {
        var bits = new double[pictures.Count];
        byte[] stream = BitsBackChain.Encode(Coder(cancellationToken), pictures, bits, out long initialBits);
        return new(stream, bits, initialBits);
    }

    /// <inheritdoc/>
    public override byte[][] Decode(ReadOnlyMemory<byte> stream, int pictures, long offset, CancellationToken cancellationToken)
        => BitsBackChain.Decode(Coder(cancellationToken), stream.Span, pictures, offset, cancellationToken);

    private VlaeLatentModel Coder(CancellationToken cancellationToken) => new(model, new() { CancellationToken = cancellationToken });
}
