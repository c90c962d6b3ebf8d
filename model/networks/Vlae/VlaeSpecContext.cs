using System.Text.Json.Serialization;

namespace VaeCodec.Networks.Vlae;

/// <summary>Reads and writes <see cref="VlaeSpec"/> as JSON without reflection, for programs compiled ahead of time.</summary>
[JsonSerializable(typeof(VlaeSpec))]
internal sealed partial class VlaeSpecContext : JsonSerializerContext;
