namespace VaeCodec.Bitstream.Adaptive;

/// <summary>
/// One end of a stream of binary decisions. A model written against it serves encoder and decoder alike: the encoder's end takes the
/// decision and returns it, the decoder's end ignores what it is given and returns what was taken.
/// </summary>
internal interface IBitCoder
{
    /// <summary>Codes one decision.</summary>
    /// <param name="bit">The decision, of meaning to an encoder only.</param>
    /// <param name="probability">That it is true, in units of 2^-16, 1 to 65535.</param>
    bool Code(bool bit, int probability);
}
