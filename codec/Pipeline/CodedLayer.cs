using VaeCodec.Inference;

namespace VaeCodec.Pipeline;

/// <summary>The symbols of one latent layer with the indices of their tables; rows, positions, channels.</summary>
internal readonly record struct CodedLayer(int[] Symbols, byte[] Scales)
{
    /// <summary>Room for a layer.</summary>
    public static CodedLayer Of(in CodedArea area, int channels) => new(new int[area.Symbols(channels)], new byte[area.Symbols(channels)]);
}
