using System.Buffers.Binary;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Tests.Shared;

namespace VaeCodec.Fuzz.Targets;

/// <summary>Whole .vaec files: each is refused with a documented kind of error, or decodes to pixels whose checksum holds.</summary>
internal sealed class VaecTarget : IFuzzTarget
{
    /// <summary>The largest picture that the decoders take.</summary>
    public const int MaxPixels = 1 << 12;

    private const int CrcOffset = 6;

    /// <summary>The errors that a file may meet.</summary>
    public static IReadOnlyList<VaeCodecErrorKind> Documented { get; } =
    [
        VaeCodecErrorKind.NotVaec, VaeCodecErrorKind.Truncated, VaeCodecErrorKind.Corrupt, VaeCodecErrorKind.Unsupported,
        VaeCodecErrorKind.UnknownModel, VaeCodecErrorKind.LimitExceeded,
    ];

    /// <summary>Decoders of small pictures that know the model of the golden streams.</summary>
    public static VaeDecoder Strict { get; } = new(Options(false));

    /// <summary>The same, for files that are cut short, too.</summary>
    public static VaeDecoder Lenient { get; } = new(Options(true));

    public string Name => "vaec";

    /// <summary>Of every mode; exact pixels and texture by the shipped pixel network.</summary>
    public IEnumerable<byte[]> Seeds => Directory.GetFiles(Corpus.PathOf("vectors"), "*.vaec", SearchOption.AllDirectories)
        .Concat(Directory.GetFiles(Corpus.PathOf("golden"), "pixelcnn-*.vaec")).Select(File.ReadAllBytes);

    public byte[] Repair(byte[] input)
    {
        if (input.Length >= CrcOffset + 4)
            BinaryPrimitives.WriteUInt32LittleEndian(input.AsSpan(CrcOffset),
                Crc32C.Append(Crc32C.Compute(input.AsSpan(0, CrcOffset)), input.AsSpan(CrcOffset + 4)));
        return input;
    }

    public string Run(byte[] input)
    {
        if (ReadsBack(input) is { } file && !file.AsSpan().SequenceEqual(input))
            throw new BrokenPromiseException("a container that is read is written otherwise");
        string strict = Outcome(Strict, input);
        return strict is nameof(VaeCodecErrorKind.Corrupt) or nameof(VaeCodecErrorKind.Truncated) ? $"{strict}, {Outcome(Lenient, input)}"
            : strict;
    }

    /// <summary>What a decoder makes of a file: "decoded", "cut short" or the kind of error.</summary>
    /// <exception cref="BrokenPromiseException">Anything else.</exception>
    public static string Outcome(VaeDecoder decoder, byte[] file)
    {
        try
        {
            DecodedImage decoded = decoder.DecodeDetailed(file);
            if ((long)decoded.Image.Width * decoded.Image.Height > MaxPixels)
                throw new BrokenPromiseException("a picture over the limit");
            if (decoded.IsCutShort)
                return "cut short";
            return VaeDecoder.Identify(file).PixelsCrc32C == Crc32C.Compute(decoded.Image.Pixels) ? "decoded"
                : throw new BrokenPromiseException("pixels whose checksum does not hold");
        }
        catch (VaeCodecException e)
        {
            return Documented.Contains(e.Kind) ? e.Kind.ToString() : throw new BrokenPromiseException(
                $"an error of the kind {e.Kind}: {e.Message}", e);
        }
        catch (Exception e) when (e is not BrokenPromiseException)
        {
            throw new BrokenPromiseException($"{e.GetType().Name}: {e.Message}", e);
        }
    }

    private static byte[]? ReadsBack(byte[] input)
    {
        try
        {
            return VaecFile.Read(input).Write();
        }
        catch (VaeCodecException)
        {
            return null;
        }
    }

    /// <summary>How small pictures are decoded.</summary>
    public static DecoderOptions Options(bool lenient)
        => new() { Threads = 1, MaxPixels = MaxPixels, AllowTruncated = lenient, ModelsFolder = Corpus.PathOf("vectors/models") };
}
