using System.Text.Json;
using VaeCodec.Tests.Shared;

namespace VaeCodec.Codec.Tests.Golden;

/// <summary>A file of corpus/golden, written with released models, and what every decoder must make of it, now and later.</summary>
/// <param name="File">Its name.</param>
/// <param name="Mode">lossy, lossless, texture or archive.</param>
/// <param name="Models">The releases that it was written with.</param>
/// <param name="Ids">Their ids.</param>
/// <param name="WrittenBy">The commit that wrote it.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its hash.</param>
internal sealed record ReleasedFile(string File, string Mode, string[] Models, string[] Ids, string WrittenBy, long Bytes, string Sha256)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Of its picture; an archive has <see cref="Pictures"/>.</summary>
    public int? Width { get; init; }

    public int? Height { get; init; }

    public int? Channels { get; init; }

    /// <summary>Of the decoded pixels, interleaved.</summary>
    public string? PixelsCrc32c { get; init; }

    /// <summary>Of ICC, EXIF and XMP, where it has any.</summary>
    public string[]? MetadataCrc32c { get; init; }

    /// <summary>What an archive holds, in its order.</summary>
    public ReleasedPicture[]? Pictures { get; init; }

    public static string Folder => Corpus.PathOf("golden");

    public static string ListPath => PathOf("golden.json");

    public static string PathOf(string file) => Path.Combine(Folder, file);

    public static IReadOnlyList<ReleasedFile> ReadAll()
        => System.IO.File.Exists(ListPath) ? JsonSerializer.Deserialize<ReleasedFile[]>(System.IO.File.ReadAllBytes(ListPath), s_json)!
            : [];

    public static void WriteAll(IEnumerable<ReleasedFile> files)
        => System.IO.File.WriteAllText(ListPath, "[\n  " + string.Join(",\n  ",
            files.Select(file => JsonSerializer.Serialize(file, s_json))) + "\n]\n");
}

/// <summary>A picture of a golden archive.</summary>
/// <param name="Name">Its name in the archive.</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">Bytes per pixel.</param>
/// <param name="PixelsCrc32c">Of the decoded pixels, interleaved.</param>
internal sealed record ReleasedPicture(string Name, int Width, int Height, int Channels, string PixelsCrc32c);
