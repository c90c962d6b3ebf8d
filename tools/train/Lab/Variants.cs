using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using VaeCodec.Bench;
using VaeCodec.Train.Loop;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Lab;

/// <summary>Variants of the flagship's training, each with one thing changed, for the same processor time each.</summary>
/// <param name="baseConfig">The JSON of the config that is changed.</param>
/// <param name="folder">Gets NAME.jsonl (config, then the log) and NAME.heldout.json of each.</param>
/// <param name="minutes">Of processor time.</param>
internal sealed class Variants(string baseConfig, string folder, double minutes)
{
    /// <summary>The one that is not changed.</summary>
    public const string Base = "baseline";

    private const string HeldOutEnding = ".heldout.json", LogEnding = ".jsonl";

    // Keys of "spec" are those of the network.
    private static readonly Dictionary<string, string> s_changes = new()
    {
        [Base] = "{}",
        ["random-start"] = """{"start": "random"}""",
        ["adam"] = """{"optimiser": "adam"}""",
        ["noisy-latents"] = """{"rounded_latents": false}""",
        ["one-layer-per-scale"] = """{"spec": {"latents": [[32], [64], [192], [48]]}}""",
        ["wide-coarse-scales"] = """{"spec": {"widths": [64, 128, 192, 256, 256]}}""",
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<string> Names => s_changes.Keys;

    /// <summary>The config of a variant.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="output">Its folder.</param>
    public JsonObject Config(string name, string output)
    {
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        JsonObject config = JsonNode.Parse(baseConfig, documentOptions: options)!.AsObject();
        config["out"] = output;
        config.Remove("steps");
        config["minutes"] = minutes;
        config["clock"] = TrainingClock.Processor;
        config["ema_decay"] = 0.998;
        config["workers"] = 1;
        config["threads"] = 1;
        config["spec"]!["name"] = name;
        Change(config, JsonNode.Parse(s_changes[name])!.AsObject());
        return config;
    }

    /// <summary>Trains a variant in a process of its own; one that is there already is left as it is.</summary>
    public async Task TrainAsync(string name, CancellationToken cancellationToken)
    {
        if (File.Exists(In(name, HeldOutEnding)))
            return;
        string scratch = Directory.CreateTempSubdirectory("vaecodec-variant-").FullName;
        try
        {
            JsonObject config = Config(name, scratch);
            string path = Path.Combine(scratch, "config.json");
            await File.WriteAllTextAsync(path, config.ToJsonString(), cancellationToken).ConfigureAwait(false);
            string[] command = ToolProgram.Train.CommandLine([path]);
            using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..])
            {
                RedirectStandardError = true,
                Environment = { ["OMP_NUM_THREADS"] = "1" },
            })!;
            string said = await EndOfAsync(process, cancellationToken).ConfigureAwait(false);
            if (process.ExitCode != 0)
                throw new InvalidDataException($"the variant '{name}' failed: {said}");
            config.Remove("out");
            string log = await File.ReadAllTextAsync(Path.Combine(scratch, TrainingLoop.LogName), cancellationToken).ConfigureAwait(false);
            await File.WriteAllTextAsync(In(name, LogEnding), new JsonObject { ["config"] = config }.ToJsonString() + "\n" + log,
                cancellationToken).ConfigureAwait(false);
            File.Copy(Path.Combine(scratch, RunResults.HeldOutName), In(name, HeldOutEnding));
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    /// <summary>A row of the table: gigapixels, steps, and BD-rate against <see cref="Base"/> in percent; null where curves have no common
    /// interval.</summary>
    public (double Gigapixels, long Steps, double? BdRate) Row(string name)
    {
        using JsonDocument last = JsonDocument.Parse(File.ReadLines(In(name, LogEnding)).Last());
        return (last.RootElement.GetProperty("gigapixels").GetDouble(), last.RootElement.GetProperty("step").GetInt64(),
            BjontegaardDelta.Rate(Curve(name), Curve(Base))?.Percent);
    }

    /// <summary>What a process writes to its standard error until it ends, which is at once where nobody waits for it any
    /// longer.</summary>
    private static async Task<string> EndOfAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            string said = await process.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return said;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private static void Change(JsonObject to, JsonObject change)
    {
        foreach ((string key, JsonNode? value) in change)
        {
            if (value is JsonObject inner)
                Change(to[key]!.AsObject(), inner);
            else
                to[key] = value?.DeepClone();
        }
    }

    private RatePoint[] Curve(string name)
    {
        using JsonDocument results = JsonDocument.Parse(File.ReadAllBytes(In(name, HeldOutEnding)));
        return [.. results.RootElement.GetProperty("rows").EnumerateArray()
            .Select(r => new RatePoint(r.GetProperty("bpp").GetDouble(), r.GetProperty("psnr").GetDouble()))];
    }

    private string In(string name, string ending) => Path.Combine(folder, name + ending);
}
