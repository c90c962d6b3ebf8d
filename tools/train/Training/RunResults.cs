using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Training;

/// <summary>The held-out curve of a source.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Pictures">Of how many pictures it is the mean.</param>
/// <param name="HeldOut">How many there are.</param>
/// <param name="Rows">Points; none where no picture was evaluated.</param>
internal sealed record HeldOutCurve(
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("pictures")] int Pictures,
    [property: JsonPropertyName("held_out")] int HeldOut,
    [property: JsonPropertyName("rows")] IReadOnlyList<HeldOutPoint> Rows);

/// <summary>What a run leaves for others: the averaged weights, and how good they are.</summary>
internal static class RunResults
{
    internal const string WeightsName = "ema.safetensors";
    internal const string HeldOutName = "heldout.json";
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Training facts for the weight file's metadata.</summary>
    internal static Dictionary<string, string> Metadata(HvaeSpec spec, long step, long pixels, double seconds, string device) => new()
    {
        ["spec"] = spec.ToJson(),
        ["step"] = step.ToString(CultureInfo.InvariantCulture),
        ["gigapixels"] = (pixels / 1e9).ToString("F2", CultureInfo.InvariantCulture),
        ["minutes"] = (seconds / 60).ToString("F1", CultureInfo.InvariantCulture),
        ["device"] = device,
        ["trainer"] = $"VaeCodec.Train, {NativeTorch.Version}",
    };

    /// <summary>Writes the averaged weights in half precision; returns the file's bytes.</summary>
    internal static byte[] Export(string folder, Learner learner, Dictionary<string, string> metadata)
    {
        byte[] file = SafeTensors.WriteHalf(learner.Parameters.Read(learner.Average), metadata);
        WholeFile.Replace(Path.Combine(folder, WeightsName), file);
        return file;
    }

    /// <summary>Writes the held-out curves.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="metadata">Facts about the weights.</param>
    /// <param name="sources">The curve of each source; the first is also the file's <c>rows</c>.</param>
    internal static void WriteHeldOut(string path, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<HeldOutCurve> sources)
        => WholeFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(new
        {
            meta = metadata,
            pictures = sources[0].Pictures,
            rows = sources[0].Rows,
            sources
        }, s_indented));
}
