using System.Text.Json.Serialization;

namespace VaeCodec.Networks.PixelCnn;

/// <summary>Reads and writes <see cref="PixelCnnSpec"/> as JSON without reflection, which a program compiled ahead of time has not.</summary>
[JsonSerializable(typeof(PixelCnnSpec))]
internal sealed partial class PixelCnnSpecContext : JsonSerializerContext;
