namespace VaeCodec.Networks.Layers;

/// <summary>A dense layer on a vector: <c>Name.weight</c> [Out, In] and <c>Name.bias</c> [Out].</summary>
internal sealed record LinearSpec(string Name, int In, int Out);
