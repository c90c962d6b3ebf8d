using System.Diagnostics.CodeAnalysis;

namespace VaeCodec.Bitstream.Rans;

/// <summary>Cold paths, kept out of the loops so that those stay small enough to inline.</summary>
internal static class Throw
{
    [DoesNotReturn]
    internal static void BadInterval(uint start, uint freq, uint total) =>
        throw Argument($"The interval [{start}, {start} + {freq}) is empty or leaves [0, {total}).");

    [DoesNotReturn]
    internal static void BadBitCount(int count) => throw Argument($"{count} raw bits: 0 to {RansState.Precision} go in one push.");

    [DoesNotReturn]
    internal static void BadPrecision(int precision) => throw Argument(
        $"Frequencies of {precision} bits: 1 to {RansState.MaxPrecision} are possible.");

    [DoesNotReturn]
    internal static void OutOfWords(long offset) => throw new VaeCodecException(
        VaeCodecErrorKind.Truncated, "The coded latents end before the last symbol; fetch the file again or decode fewer layers.", offset);

    [DoesNotReturn]
    internal static void OutOfDecisions(long offset) => throw new VaeCodecException(
        VaeCodecErrorKind.Truncated, "The stream of decisions ends before the last one; fetch the file again.", offset);

    [DoesNotReturn]
    internal static void Corrupt(string message, long? offset) => throw new VaeCodecException(VaeCodecErrorKind.Corrupt, message, offset);

    internal static VaeCodecException Argument(string message) => new(VaeCodecErrorKind.BadArgument, message);
}
