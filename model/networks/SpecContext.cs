using System.Text.Json.Serialization;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.PixelCnn;
using VaeCodec.Networks.Vlae;

namespace VaeCodec.Networks;

/// <summary>How specs are read from JSON and written, decided when the code is compiled: a program compiled ahead of time has no
/// reflection to do it with.</summary>
[JsonSerializable(typeof(HvaeSpec))]
[JsonSerializable(typeof(PixelCnnSpec))]
[JsonSerializable(typeof(VlaeSpec))]
internal sealed partial class SpecContext : JsonSerializerContext;
