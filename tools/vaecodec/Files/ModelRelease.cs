using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Tool.Files;

/// <summary>Makes trained weights a release: a file and its records under the release's name, and its entry in models.json
/// (model/weights/README.md). What is listed never changes, so a release is written once.</summary>
/// <param name="folder">Of the released weights.</param>
/// <param name="release">NAME-rN.</param>
internal sealed partial class ModelRelease(string folder, string release)
{
    private const string ListName = "models.json", Models = "models", Status = "status", Extension = ".safetensors", State = "state",
        ImageModel = "vlae", Preview = "preview", Name = "name", Release = "release", Id = "id", Kind = "kind", PreRelease = "pre-release";

    // What a run leaves beside its weights, under these endings.
    private static readonly string[] s_records = ["log.jsonl", "heldout.json", "test.json"];

    /// <summary>The weights that a path means: a file, or those of a run's folder.</summary>
    /// <exception cref="UsageException">There is not one.</exception>
    public static string WeightsOf(string path)
    {
        if (!Directory.Exists(path))
            return path;
        string[] files = [.. Directory.EnumerateFiles(path, "*" + Extension)
            .Where(file => !Path.GetFileName(file).StartsWith(State, StringComparison.Ordinal))];
        return files is [string only] ? only : throw new UsageException(
            $"'{path}' has {files.Length} weight files beside its state; name the one to release");
    }

    /// <summary>Releases a weight file.</summary>
    /// <param name="weights">It; records of its training are looked for in its folder.</param>
    /// <param name="trainer">What trained it.</param>
    /// <param name="asDefault">Whether encoders use it from now on, in the place of the one that they use now.</param>
    /// <param name="date">Of the release.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="UsageException">The release is there already, or its name is none.</exception>
    /// <exception cref="VaeCodecException">The file is no model.</exception>
    public JsonObject Add(string weights, string trainer, bool asDefault, DateOnly date)
    {
        Match match = ReleaseName().Match(release);
        if (!match.Success)
            throw new UsageException($"'{release}' is no release; name it NAME-rN, N one higher than the last release of that name");
        string target = Path.Combine(folder, release + Extension), listPath = Path.Combine(folder, ListName);
        JsonObject list = File.Exists(listPath) ? JsonNode.Parse(File.ReadAllBytes(listPath))!.AsObject()
            : new JsonObject { [Models] = new JsonArray() };
        JsonArray models = list[Models]!.AsArray();
        if (File.Exists(target) || models.Any(m => FullName(m!) == release))
            throw new UsageException($"{release} is released and never changes; take the next N");
        VaeModelInfo model = Checked(weights);
        if (models.Any(m => Text(m!, Id) == model.Id))
            throw new UsageException($"{model.Id} is listed already");
        JsonNode[] replaced = asDefault ? [.. models.Where(m => Replaces(m!, model.Kind!, match.Groups[1].Value)).Select(m => m!)] : [];
        var entry = new JsonObject
        {
            [Name] = match.Groups[1].Value,
            [Release] = int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture),
            [Kind] = model.Kind,
            [Id] = model.Id,
            ["sha256"] = model.Sha256,
            ["bytes"] = model.Bytes,
            ["licence"] = "MIT",
            ["trainer"] = trainer,
            ["date"] = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            [Status] = asDefault ? "default" : "released",
        };
        if (model.Kind == Preview)
            entry["flagship"] = HvaePreviewSpec.Parse(SpecOf(weights)).Flagship;
        Copy(weights, target);
        foreach (JsonNode old in replaced)
            old[Status] = "released";
        int at = models.TakeWhile(m => Text(m!, Status) != PreRelease).Count();
        models.Insert(at, entry);
        Write(listPath, list);
        return entry;
    }

    private static VaeModelInfo Checked(string weights)
    {
        string full = Path.GetFullPath(weights);
        if (!File.Exists(full))
            throw new FileNotFoundException(null, full);
        VaeModelInfo? model = VaeModels.List(Path.GetDirectoryName(full)).FirstOrDefault(m => m.Place == full);
        if (model?.Kind is null)
            throw new VaeCodecException(VaeCodecErrorKind.UnknownModel, $"'{weights}' is no weight file of this codec");
        VaeModels.Verify(model);
        return model;
    }

    private void Copy(string weights, string target)
    {
        File.Copy(weights, target);
        foreach (string record in s_records)
        {
            string path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(weights))!, record);
            if (File.Exists(path))
                File.Copy(path, Path.Combine(folder, $"{release}.{record}"));
        }
    }

    // There is one default of a kind; of image models one of each name, since archives try them all.
    private static bool Replaces(JsonNode other, string kind, string name)
        => Text(other, Kind) == kind && Text(other, Status) == "default" && (kind != ImageModel || Text(other, Name) == name);

    private static string SpecOf(string path) => SafeTensors.Parse(File.ReadAllBytes(path)).Metadata["spec"];

    private static string FullName(JsonNode model)
        => string.Create(CultureInfo.InvariantCulture, $"{Text(model, Name)}-r{model[Release]!.GetValue<int>()}");

    private static string Text(JsonNode model, string field) => model[field]!.GetValue<string>();

    private static void Write(string path, JsonObject list)
    {
        using (FileStream file = File.Create(path + ".new"))
        {
            using (var writer = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
                list.WriteTo(writer);
            file.Write("\n"u8);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    [GeneratedRegex("^([a-z0-9-]+)-r([1-9][0-9]*)$")]
    private static partial Regex ReleaseName();
}
