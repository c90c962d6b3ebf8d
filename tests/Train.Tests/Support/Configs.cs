using System.Runtime.CompilerServices;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Tests.Support;

/// <summary>The configs in tools/train/configs, whose paths are relative to the repository.</summary>
internal static class Configs
{
    /// <summary>Of the repository.</summary>
    public static string Root => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));

    /// <summary>The text of a config.</summary>
    public static string Text(string name) => File.ReadAllText(Path.Combine(Root, "tools", "train", "configs", name + ".json"));

    public static TrainConfig Successor(string root)
    {
        string path = Path.Combine(root, "tools", "train", "configs", "hvae-r2.json");
        return TrainConfig.Parse(File.ReadAllText(path).Replace("grow:", $"grow:{root}/", StringComparison.Ordinal));
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
