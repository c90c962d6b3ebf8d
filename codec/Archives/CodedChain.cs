namespace VaeCodec.Archives;

/// <summary>A chain of small pictures with what its making cost.</summary>
/// <param name="Stream">Its bytes.</param>
/// <param name="PictureBits">What each picture adds to them, in bits.</param>
/// <param name="InitialBits">Of bits-back coding: the random bits that the stream has besides.</param>
internal sealed record CodedChain(byte[] Stream, double[] PictureBits, long InitialBits);
