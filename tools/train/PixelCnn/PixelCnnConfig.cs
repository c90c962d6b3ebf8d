using VaeCodec.Networks.PixelCnn;
using VaeCodec.Train.Data;
using VaeCodec.Train.Loop;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.PixelCnn;

/// <summary>A training run of the pixel network, as its JSON file describes it. Its pictures are .jpg and .png files of at least 128 pixels
/// a side.</summary>
internal sealed record PixelCnnConfig : RunConfig
{
    /// <summary>What <see cref="RunConfig.Model"/> is.</summary>
    public const string ModelName = "pixelcnn";

    /// <summary>File names of <see cref="RunConfig.Data"/> that are held out, with all that show the same photograph; where there are
    /// some, they alone are evaluated.</summary>
    public IReadOnlyList<string> HoldOut { get; init; } = [];

    /// <summary>One group of pictures in this many is held out as well.</summary>
    public int HoldOutEvery { get; init; } = 64;

    /// <summary>Weight file of the network whose decoded pictures it learns beside.</summary>
    public required string Flagship { get; init; }

    /// <summary>Sizes of the network.</summary>
    public required PixelCnnSpec Spec { get; init; }

    /// <summary>A weight file to go on from, of the same network or of one with fewer hidden units; null: least squares.</summary>
    public string? Start { get; init; }

    /// <summary>The pictures, as a source of any run.</summary>
    internal SourceConfig Source => new() { Name = ModelName, Folder = Data, HoldOut = HoldOut, HoldOutEvery = HoldOutEvery };

    /// <summary>The pictures with those held out that are evaluated.</summary>
    internal PhotoSet Evaluated(PhotoSet photos)
        => HoldOut.Count == 0 ? photos : photos with { HeldOut = [.. photos.HeldOut.Where(p => HoldOut.Contains(p.Name))] };

    /// <summary>Reads and checks the text of a file; throws <see cref="InvalidDataException"/> naming what is wrong.</summary>
    public static PixelCnnConfig Parse(string json) => ConfigFile.Parse<PixelCnnConfig>(json).Checked();

    /// <summary>This config, or <see cref="InvalidDataException"/> with the first value out of its range.</summary>
    public PixelCnnConfig Checked()
    {
        CheckRun(ModelName);
        PixelCnnSpec.Parse(Spec.ToJson());
        ConfigFile.Require(Spec.Colours == PixelCnnSpec.MostColours, "the trainer is for networks of 3 colours");
        ConfigFile.Require(File.Exists(Flagship), $"'flagship' is a weight file; '{Flagship}' is none");
        ConfigFile.Require(Start is null || File.Exists(Start), $"'start' is a weight file; '{Start}' is none");
        ConfigFile.Require(HoldOutEvery is >= 2 and <= 1_000_000, "'hold_out_every' is 2 to 1000000");
        return this;
    }

    /// <summary>What so many steps see.</summary>
    internal double Megapixels(long steps) => steps * Batch * Math.Pow(PixelPatches.Side, 2) / 1e6;
}
