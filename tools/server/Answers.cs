using System.Text.Json.Serialization;

namespace VaeCodec.Server;

/// <summary>Why something was not done.</summary>
internal sealed record ErrorAnswer(string Error);

/// <summary>What is told of a picture.</summary>
internal sealed record PictureAnswer(string Id, string Name, int Width, int Height, int Channels, string Format, string Mode,
    long SourceBytes, long StoredBytes, DateTime? Taken, DateTime Added, string? Camera, IReadOnlyList<string> Tags);

/// <summary>What is told of one that was put.</summary>
internal sealed record PutAnswer(string Status, PictureAnswer Picture, IReadOnlyList<string> Warnings);

/// <summary>Serialisers made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(PutAnswer))]
[JsonSerializable(typeof(IReadOnlyList<PictureAnswer>))]
internal sealed partial class AnswerContext : JsonSerializerContext;
