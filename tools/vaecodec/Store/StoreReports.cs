using System.Text.Json;
using System.Text.Json.Serialization;
using VaeCodec.Store;

namespace VaeCodec.Tool.Store;

/// <summary>What <c>store ls --json</c> prints of a picture.</summary>
internal sealed record PictureReport(string Id, string Name, int Width, int Height, int Channels, string Format, string Mode,
    long SourceBytes, long StoredBytes, DateTime? Taken, DateTime Added, string? Camera, IReadOnlyList<string> Tags, DateTime? Deleted)
{
    /// <summary>As JSON.</summary>
    public static string Of(StoredPicture picture) => JsonSerializer.Serialize(new(picture.Id, picture.Name, picture.Width, picture.Height,
        picture.Channels, picture.Format, NameOf(picture.Mode), picture.SourceBytes, picture.StoredBytes, picture.Taken, picture.Added,
        picture.Camera, picture.Tags, picture.Deleted), StoreReportContext.Default.PictureReport);

    /// <summary>A mode, for people and programs.</summary>
    public static string NameOf(StoredMode mode) => mode switch
    {
        StoredMode.Original => "original",
        StoredMode.Lossy => "lossy",
        _ => "exact",
    };
}

/// <summary>What <c>store add --json</c> prints of a file.</summary>
internal sealed record AddReport(string File, string Status, string Id, string Mode, long SourceBytes, long StoredBytes,
    IReadOnlyList<string> Warnings)
{
    /// <summary>As JSON.</summary>
    public static string Of(string file, string status, StoredPicture picture, IReadOnlyList<string> warnings)
        => JsonSerializer.Serialize(new(Printable.Name(file), status, picture.Id, PictureReport.NameOf(picture.Mode), picture.SourceBytes,
            picture.StoredBytes, warnings), StoreReportContext.Default.AddReport);
}

/// <summary>What <c>store verify --json</c> prints.</summary>
internal sealed record CheckReport(long Pictures, long Bytes, IReadOnlyList<StoreFault> Faults, long OrphansRemoved, long OrphansLeft);

/// <summary>Serialisers made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PictureReport))]
[JsonSerializable(typeof(AddReport))]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(StoreStatistics))]
internal sealed partial class StoreReportContext : JsonSerializerContext;
