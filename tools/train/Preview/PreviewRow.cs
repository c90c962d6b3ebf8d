namespace VaeCodec.Train.Preview;

/// <summary>How good a head's pictures are on held-out photographs: mean PSNR, in dB.</summary>
/// <param name="Scale">Of the head.</param>
/// <param name="After">Of the head.</param>
/// <param name="Quality">That they were coded with.</param>
/// <param name="Pictures">How many.</param>
/// <param name="AgainstDecoded">Against the means of squares of the picture that is decoded whole.</param>
/// <param name="AgainstOriginal">Against those of the original.</param>
/// <param name="DecodedAgainstOriginal">The decoded picture's against the original's.</param>
internal sealed record PreviewRow(int Scale, int After, double Quality, int Pictures, double AgainstDecoded, double AgainstOriginal,
    double DecodedAgainstOriginal);
