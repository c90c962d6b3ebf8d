using System.Runtime.InteropServices;
using VaeCodec.Archives;
using VaeCodec.Bitstream.BitsBack;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Inference.Vlae;
using VaeCodec.Models;

namespace VaeCodec.Sampling;

/// <summary>Draws small pictures from an archive model: with random bits, from the top prior down to
/// the pixels.</summary>
internal static class SmallPictureSampling
{
    private const int Most = 10_000, WordBytes = 4;

    /// <summary>As many as are asked for.</summary>
    public static IReadOnlyList<PixelImage> Run(SamplerOptions options, int count, CancellationToken cancellationToken)
    {
        if (count is < 1 or > Most)
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"{count} pictures are asked for; it is 1 to {Most}");
        if (options.Temperature != 1)
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument, "a temperature is for flagships; archive models draw as they are");
        VlaeModel model = ModelLibrary.In(options.ModelsFolder).Choose(ModelKind.Vlae, options.Model);
        var latents = new VlaeLatentModel(model, new() { Threads = options.Threads, CancellationToken = cancellationToken });
        var coder = new BitsBackCoder(latents);
        int side = model.Spec.Side;
        var pictures = new PixelImage[count];
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pictures[i] = new(side, side, 1, new byte[side * side]);
            coder.Sample(Stack(options.Seed, i, model), pictures[i].Pixels);
        }

        return pictures;
    }

    // No symbol takes more than a word.
    private static RansStack Stack(ulong seed, int picture, VlaeModel model)
    {
        int words = model.Spec.Latents + (model.Spec.Side * model.Spec.Side) + 2;
        byte[] bytes = RandomBytes.Of(seed, 1 + picture, words * WordBytes);
        bytes[^1] |= 0x80; // the state on top is at least 2^32
        return RansStack.FromWords(MemoryMarshal.Cast<byte, uint>(bytes));
    }
}
