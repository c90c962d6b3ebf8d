using VaeCodec.Inference.Hvae;

namespace VaeCodec.Lossy;

/// <summary>The symbols of one latent layer with the indices of their tables; rows, positions, channels.</summary>
internal readonly record struct CodedLayer(int[] Symbols, byte[] Scales)
{
    /// <summary>Room for a layer, to be filled.</summary>
    public static CodedLayer Of(in CodedArea area, int channels)
        => new(GC.AllocateUninitializedArray<int>(area.Symbols(channels)), GC.AllocateUninitializedArray<byte>(area.Symbols(channels)));
}
