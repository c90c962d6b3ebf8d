using VaeCodec.Train.Training;

namespace VaeCodec.Train.Tests.Support;

/// <summary>The configs in tools/train/configs, whose paths are relative to the repository.</summary>
internal static class Configs
{
    public static TrainConfig Successor(string root)
    {
        string path = Path.Combine(root, "tools", "train", "configs", "hvae-r2.json");
        return TrainConfig.Parse(File.ReadAllText(path).Replace("grow:", $"grow:{root}/", StringComparison.Ordinal));
    }
}
