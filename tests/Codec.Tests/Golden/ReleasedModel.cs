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
        "preview" => [], // no file names it: ScaleTests hold its pictures in place
        _ => throw new InvalidDataException($"{Release}: which modes has a model of kind '{Kind}'?"),
    };

    /// <summary>Reads the list. All that the tests know of its format is here.</summary>
    public static IReadOnlyList<ReleasedModel> ReadAll()
    {
        using JsonDocument json = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(Folder, "models.json")));
        return [.. json.RootElement.GetProperty("models").EnumerateArray().Where(model => Text(model, "status") is "default" or "released")
            .Select(Read)];
    }

    private static ReleasedModel Read(JsonElement model)
    {
        string release = $"{Text(model, "name")}-r{model.GetProperty("release").GetInt32()}";
        return new(release, Text(model, "kind"), Text(model, "id"), $"{release}.safetensors", Text(model, "sha256"),
            model.GetProperty("bytes").GetInt64());
    }

    private static string Text(JsonElement model, string field) => model.GetProperty(field).GetString()!;
}
