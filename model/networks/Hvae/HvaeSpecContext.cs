using System.Text.Json.Serialization;

namespace VaeCodec.Networks.Hvae;

/// <summary>How <see cref="HvaeSpec"/> is read from JSON and written, decided when the code is compiled: a program compiled ahead of time
/// has no reflection to do it with.</summary>
[JsonSerializable(typeof(HvaeSpec))]
internal sealed partial class HvaeSpecContext : JsonSerializerContext;
