using System.Text.Json;
using VaeCodec.Tests.Shared;

namespace VaeCodec.Codec.Tests.Golden;

/// <summary>A file of corpus/vectors/pictures and what every decoder must make of it, now and later.</summary>
/// <param name="File">Its name.</param>
/// <param name="Width">Of the picture.</param>
/// <param name="Height">Of the picture.</param>
/// <param name="Channels">Of the picture.</param>
/// <param name="PixelsCrc32c">Of the pixels of its first 0, 1, ... layers, all of them last; of a file that is cut short, of what there
/// is.</param>
/// <param name="MetadataCrc32c">Of ICC, EXIF and XMP, where it has any.</param>
/// <param name="Error">How it fails; null for a sound file.</param>
/// <param name="LayersLeft">Of a file that is cut short, how many layers are whole.</param>
internal sealed record GoldenVector(string File, int Width, int Height, int Channels, string[]? PixelsCrc32c = null,
    string[]? MetadataCrc32c = null,
    string? Error = null, int? LayersLeft = null)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Where the small models lie that the files were made with.</summary>
    public static string Models => Corpus.PathOf("vectors/models");

    /// <summary>The list of all.</summary>
    public static string ListPath => PathOf("vectors.json");

    public static string PathOf(string file) => Path.Combine(Corpus.PathOf("vectors/pictures"), file);

    public static IReadOnlyList<GoldenVector> ReadAll()
        => System.IO.File.Exists(ListPath) ? JsonSerializer.Deserialize<GoldenVector[]>(System.IO.File.ReadAllBytes(ListPath), s_json)!
            : [];

    public static void WriteAll(IEnumerable<GoldenVector> vectors)
        => System.IO.File.WriteAllText(ListPath, "[\n  " + string.Join(",\n  ",
            vectors.Select(vector => JsonSerializer.Serialize(vector, s_json))) + "\n]\n");

    public override string ToString() => File;
}
