using System.Text.Json.Serialization;

namespace VaeCodec.Networks.Hvae;

/// <summary>Reads and writes <see cref="HvaeSpec"/> as JSON without reflection, which a program compiled ahead of time has not.</summary>
[JsonSerializable(typeof(HvaeSpec))]
internal sealed partial class HvaeSpecContext : JsonSerializerContext;
