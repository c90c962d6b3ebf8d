using System.Text.Json;
using VaeCodec.Tests.Shared;

namespace VaeCodec.Codec.Tests.Golden;

/// <summary>A model that the repository lists as released.</summary>
/// <param name="Release">Its name, for ever.</param>
/// <param name="Kind">hvae, pixelcnn or vlae.</param>
/// <param name="Id">The first eight digits of its weights' SHA-256.</param>
/// <param name="File">Its weights, in model/weights.</param>
/// <param name="Sha256">Of the weights.</param>
/// <param name="Bytes">Of the weights.</param>
internal sealed record ReleasedModel(string Release, string Kind, string Id, string File, string Sha256, long Bytes)
{
    public static string Folder => Path.Combine(Corpus.Root, "model", "weights");

    /// <summary>In which modes it takes part in a file; there must be a golden file of each.</summary>
    public IReadOnlyList<string> Modes => Kind switch
    {
        "hvae" => ["lossy", "lossless", "texture"],
        "pixelcnn" => ["lossless", "texture"],
        "vlae" => ["archive"],
        _ => throw new InvalidDataException($"{Release}: which modes has a model of kind '{Kind}'?"),
    };

    /// <summary>Reads the list. All that the tests know of its format is here.</summary>
    public static IReadOnlyList<ReleasedModel> ReadAll()
    {
        using JsonDocument json = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(Folder, "manifest.json")));
        return [.. OfKind("models", "hvae"), .. OfKind("pixel_models", "pixelcnn"), .. OfKind("image_models", "vlae")];

        IEnumerable<ReleasedModel> OfKind(string list, string kind) => [.. json.RootElement.GetProperty(list).EnumerateArray().Select(model =>
            new ReleasedModel(ReleaseOf(Text(model, "name")), kind, Text(model, "id"), Text(model, "file"), Text(model, "sha256"), model.GetProperty("bytes").GetInt64()))];
    }

    private static string Text(JsonElement model, string field) => model.GetProperty(field).GetString()!;

    // The manifest does not say it yet.
    private static string ReleaseOf(string name) => name switch
    {
        "hvae-klt-8m" => "hvae-r1",
        "vlae-mnist" => "vlae-mnist-r2",
        "vlae-mnist-1" => "vlae-mnist-r1",
        _ => $"{name}-r1",
    };
}
