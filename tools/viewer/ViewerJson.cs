using System.Text.Json.Serialization;

namespace VaeCodec.Viewer;

/// <summary>What goes to JavaScript.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VaeImageInfo))]
[JsonSerializable(typeof(DecodedPicture))]
internal sealed partial class ViewerJson : JsonSerializerContext;
