using System.Text.Json.Serialization;

namespace VaeCodec.Networks.Vlae;

/// <summary>Reads and writes <see cref="VlaeSpec"/> as JSON without reflection, which a program compiled ahead of time has not.</summary>
[JsonSerializable(typeof(VlaeSpec))]
internal sealed partial class VlaeSpecContext : JsonSerializerContext;
