using VaeCodec.Bitstream.Tables;

namespace VaeCodec.Bitstream.Rans;

/// <summary>
/// Codes layers of integer latents with the tables of <see cref="ScaleTables"/>. A stack: push the last layer first. See FORMAT.md,
/// "Latents". Reusable after <see cref="Finish"/>; after an exception, drop it. Not for several threads at once.
/// </summary>
/// <example>
/// <code>
/// var encoder = new LatentEncoder();
/// for (int layer = layers - 1; layer >= 0; layer--) encoder.Push(symbols[layer], scales[layer]);
/// byte[] payload = encoder.Finish();
/// var decoder = new LatentDecoder(payload);
/// for (int layer = 0; layer &lt; layers; layer++) decoder.Pop(symbols[layer], scales[layer]);
/// decoder.Finish();
/// </code>
/// </example>
internal sealed class LatentEncoder
{
    private readonly InterleavedRansEncoder _rans = new();

    /// <summary>Pushes a layer in front of those pushed before. Symbol i has the prior of table scaleIndices[i].</summary>
    /// <exception cref="VaeCodecException">BadArgument: unequal lengths, a scale index above 80, or a magnitude above 2^20.</exception>
    public void Push(ReadOnlySpan<int> symbols, ReadOnlySpan<byte> scaleIndices)
    {
        ScaleTables.CheckLayer(symbols.Length, scaleIndices);
        _rans.PushLayer(symbols, scaleIndices);
    }

    /// <summary>Returns the payload and empties the encoder.</summary>
    public byte[] Finish() => _rans.Finish();
}

/// <summary>
/// Decodes the layers of a <see cref="LatentEncoder"/>, first layer first; stopping after any of them is fine. Any payload either decodes
/// or throws <see cref="VaeCodecException"/>.
/// </summary>
/// <param name="payload">The coded latents.</param>
/// <param name="baseOffset">The place of the payload in its file, for messages only.</param>
internal sealed class LatentDecoder(ReadOnlyMemory<byte> payload, long baseOffset = 0)
{
    /// <summary>What a payload must have, at least, if it is the beginning of a longer one that has been cut: the coder's states.</summary>
    public const int StateBytes = 16;

    private readonly InterleavedRansDecoder _rans = new(payload, baseOffset);

    /// <summary>Pops the next layer, or the next part of one, into <paramref name="symbols"/>, which are unspecified when it
    /// throws.</summary>
    /// <param name="symbols">Receives the symbols.</param>
    /// <param name="scaleIndices">The index of the table of each.</param>
    /// <param name="first">How many symbols of the layer have been popped before.</param>
    /// <exception cref="VaeCodecException">
    /// BadArgument: unequal lengths or a scale index above 80. Truncated: the payload ends first. Corrupt: an impossible escape code.
    /// </exception>
    public void Pop(Span<int> symbols, ReadOnlySpan<byte> scaleIndices, int first = 0)
    {
        ScaleTables.CheckLayer(symbols.Length, scaleIndices);
        _rans.PopLayer(symbols, scaleIndices, first & 1);
    }

    /// <summary>Checks, after the last layer, that the payload ends exactly here and in the state that the encoder began with.</summary>
    /// <exception cref="VaeCodecException">Corrupt: it does not.</exception>
    public void Finish() => _rans.Finish();
}
