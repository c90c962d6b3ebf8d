using VaeCodec.Archives;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Inference.Vlae;

namespace VaeCodec.Codec.Tests.Archives;

/// <summary>Pictures that a model of small pictures believes in: its decoder's own draws.</summary>
internal static class TypicalPictures
{
    /// <summary>So many of them.</summary>
    public static byte[][] Of(VlaeModel model, int seed, int count)
    {
        var random = new Random(seed);
        var coder = new VlaeLatentModel(model, new());
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            byte[] picture = new byte[coder.DataBytes];
            coder.Pop(RansStack.FromWords([.. Enumerable.Range(0, 400).Select(_ => (uint)random.NextInt64(1, 1L << 32))]),
                [.. Enumerable.Range(0, model.Spec.Latents).Select(_ => 500 + random.Next(3000))], picture);
            return picture;
        })];
    }
}
