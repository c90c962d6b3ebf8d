using System.Text.Json.Serialization;

namespace VaeCodec.Networks.Hvae;

/// <summary>Reads and writes <see cref="HvaeSpec"/> as JSON without reflection, for programs compiled ahead of time.</summary>
[JsonSerializable(typeof(HvaeSpec))]
internal sealed partial class HvaeSpecContext : JsonSerializerContext;
