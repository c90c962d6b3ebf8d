using System.Text.Json.Serialization;

namespace VaeCodec.Networks.PixelCnn;

/// <summary>Reads and writes <see cref="PixelCnnSpec"/> as JSON without reflection, for programs compiled ahead of time.</summary>
[JsonSerializable(typeof(PixelCnnSpec))]
internal sealed partial class PixelCnnSpecContext : JsonSerializerContext;
