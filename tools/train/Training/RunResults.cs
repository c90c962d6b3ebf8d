using System.Globalization;
using System.Text.Json;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Training;

/// <summary>What a run leaves for others: the averaged weights, and how good they are.</summary>
internal static class RunResults
{
    internal const string WeightsName = "ema.safetensors";
    internal const string HeldOutName = "heldout.json";
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Training facts for the weight file's metadata.</summary>
    internal static Dictionary<string, string> Metadata(HvaeSpec spec, TrainingCounters counters, string device) => new()
    {
        ["spec"] = spec.ToJson(),
        ["step"] = counters.Step.ToString(CultureInfo.InvariantCulture),
        ["gigapixels"] = (counters.Pixels / 1e9).ToString("F2", CultureInfo.InvariantCulture),
        ["minutes"] = (counters.Seconds / 60).ToString("F1", CultureInfo.InvariantCulture),
        ["device"] = device,
        ["trainer"] = $"VaeCodec.Train, libtorch {torch.Version}",
    };

    /// <summary>Writes the averaged weights in half precision; returns the file's bytes.</summary>
    internal static byte[] Export(string folder, Learner learner, Dictionary<string, string> metadata)
    {
        byte[] file = SafeTensors.WriteHalf(learner.Parameters.Read(learner.Average), metadata);
        WriteWhole(Path.Combine(folder, WeightsName), file);
        return file;
    }

    /// <summary>Writes the held-out curve.</summary>
    internal static void WriteHeldOut(string folder, Dictionary<string, string> metadata, IReadOnlyList<HeldOutPoint> rows)
        => WriteWhole(Path.Combine(folder, HeldOutName), JsonSerializer.SerializeToUtf8Bytes(new { meta = metadata, rows }, s_indented));

    private static void WriteWhole(string path, byte[] bytes)
    {
        File.WriteAllBytes(path + ".new", bytes);
        File.Move(path + ".new", path, overwrite: true);
    }
}
