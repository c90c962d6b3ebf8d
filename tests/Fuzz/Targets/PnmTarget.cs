using VaeCodec.Images.Pnm;

namespace VaeCodec.Fuzz.Targets;

/// <summary>PNM files, which are read without libvips: an error of a documented kind, or pixels that are read again as they were
/// written.</summary>
internal sealed class PnmTarget : IFuzzTarget
{
    private const long MostPixels = 1 << 16;

    public string Name => "pnm";

    public IEnumerable<byte[]> Seeds =>
    [
        [.. "P1 3 2 10#\n1 0 1 0"u8],
        [.. "P2\n3 2\n15\n0 1 7 8 14 15"u8],
        [.. "P3\n1 2 255\n1 2 3 4 5 6"u8],
        [.. "P4\n9 2\n\0\0\0\0"u8],
        [.. "P5#c\n3 2\n255\nabcdef"u8],
        [.. "P5\n3 1\n1023\n\0a\0b\0c"u8],
        [.. "P6\n2 1\n255\nabcdef"u8],
        [.. "Pf\n1 1\n-1.0\nabcd"u8],
    ];

    public byte[] Repair(byte[] input) => input;

    public string Run(byte[] input)
    {
        if (!PnmHeader.Begins(input))
            return "no PNM";
        try
        {
            PixelImage image = PnmReader.Read(input, new() { ReduceDepth = true }, MostPixels, default);
            PixelImage back = PnmReader.Read(PnmWriter.Write(image, ".pnm"), new(), MostPixels, default);
            if (!back.Pixels.AsSpan().SequenceEqual(image.Pixels) || back.Width != image.Width || back.Channels != image.Channels)
                throw new BrokenPromiseException("what was written is read otherwise");
            PnmWriter.Write(image, ".pbm");
            return $"{image.Channels} channels";
        }
        catch (VaeCodecException e) when (e.Kind is VaeCodecErrorKind.LimitExceeded or VaeCodecErrorKind.BadImage)
        {
            return e.Kind.ToString();
        }
        catch (Exception e) when (e is not BrokenPromiseException)
        {
            throw new BrokenPromiseException($"{e.GetType().Name}: {e.Message}", e);
        }
    }
}
