namespace VaeCodec.Pipeline;

/// <summary>The symbols of one latent layer with the indices of their tables; rows, positions, channels.</summary>
internal readonly record struct CodedLayer(int[] Symbols, byte[] Scales);
