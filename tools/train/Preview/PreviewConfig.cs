using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Data;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Preview;

/// <summary>A fit of preview heads, as its JSON file describes it. Paths are relative to the current folder.</summary>
internal sealed record PreviewConfig
{
    /// <summary>What <see cref="Model"/> is.</summary>
    public const string ModelName = "preview";

    /// <summary>"preview".</summary>
    public required string Model { get; init; }

    /// <summary>Name of the heads.</summary>
    public required string Name { get; init; }

    /// <summary>Folder of .jpg and .png files of at least 256 pixels a side.</summary>
    public required string Data { get; init; }

    /// <summary>One group of pictures in this many is held out.</summary>
    public int HoldOutEvery { get; init; } = 64;

    /// <summary>Weight file of the network whose states the heads read.</summary>
    public required string Flagship { get; init; }

    /// <summary>Folder for weights and held-out results.</summary>
    public required string Out { get; init; }

    /// <summary>The heads.</summary>
    public required IReadOnlyList<HvaePreviewHead> Heads { get; init; }

    /// <summary>Crops of 256 x 256 to fit to.</summary>
    public int Crops { get; init; } = 200;

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The pictures, as a source of any run.</summary>
    internal SourceConfig Source => new() { Name = ModelName, Folder = Data, HoldOutEvery = HoldOutEvery };

    /// <summary>Reads and checks the text of a file; throws <see cref="InvalidDataException"/> naming what is wrong.</summary>
    public static PreviewConfig Parse(string json)
    {
        PreviewConfig config = ConfigFile.Parse<PreviewConfig>(json);
        ConfigFile.Require(config.Model == ModelName, $"'model' is \"{ModelName}\" here");
        ConfigFile.Require(config is { Name.Length: > 0, Data.Length: > 0, Out.Length: > 0 },
            "'name' is a name, 'data' and 'out' are folders");
        ConfigFile.Require(File.Exists(config.Flagship), $"'flagship' is a weight file; '{config.Flagship}' is none");
        ConfigFile.Require(config.HoldOutEvery is >= 2 and <= 1_000_000, "'hold_out_every' is 2 to 1000000");
        ConfigFile.Require(config.Crops is >= 1 and <= 1_000_000, "'crops' is 1 to 1000000");
        return config;
    }
}
