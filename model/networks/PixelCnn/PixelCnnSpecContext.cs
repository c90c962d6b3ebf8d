using System.Text.Json.Serialization;

namespace VaeCodec.Networks.PixelCnn;

/// <summary>How <see cref="PixelCnnSpec"/> is read from JSON and written, decided when the code is compiled: a program compiled ahead of time
/// has no reflection to do it with.</summary>
[JsonSerializable(typeof(PixelCnnSpec))]
internal sealed partial class PixelCnnSpecContext : JsonSerializerContext;
