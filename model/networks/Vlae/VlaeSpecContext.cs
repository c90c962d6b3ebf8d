using System.Text.Json.Serialization;

namespace VaeCodec.Networks.Vlae;

/// <summary>How <see cref="VlaeSpec"/> is read from JSON and written, decided when the code is compiled: a program compiled ahead of time
/// has no reflection to do it with.</summary>
[JsonSerializable(typeof(VlaeSpec))]
internal sealed partial class VlaeSpecContext : JsonSerializerContext;
