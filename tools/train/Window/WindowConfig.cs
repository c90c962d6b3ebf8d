using VaeCodec.Train.Loop;
using VaeCodec.Train.PixelCnn;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Window;

/// <summary>A run of the window study, as its JSON file describes it. Runs of equally many steps see the same crops; all else but the
/// window starts alike.</summary>
internal sealed record WindowConfig : RunConfig
{
    /// <summary>What <see cref="RunConfig.Model"/> is.</summary>
    public const string ModelName = "window";

    /// <summary>Crops per step, and a shorter warm-up than other small models have.</summary>
    public WindowConfig() => (Batch, WarmupSteps) = (16, 100);

    /// <summary>Side of the causal window, 3 to 15.</summary>
    public required int Window { get; init; }

    /// <summary>One group of pictures in this many is held out.</summary>
    public int HoldOutEvery { get; init; } = 16;

    /// <summary>Reads and checks the text of a file; throws <see cref="InvalidDataException"/> naming what is wrong.</summary>
    public static WindowConfig Parse(string json) => ConfigFile.Parse<WindowConfig>(json).Checked();

    /// <summary>This config, or <see cref="InvalidDataException"/> with the first value out of its range.</summary>
    public WindowConfig Checked()
    {
        CheckRun(ModelName);
        ConfigFile.Require(Window is >= 3 and <= 15 && Window % 2 == 1, "'window' is odd, 3 to 15");
        ConfigFile.Require(HoldOutEvery is >= 2 and <= 1_000_000, "'hold_out_every' is 2 to 1000000");
        return this;
    }

    /// <summary>The pictures: photographs at half their size.</summary>
    internal WindowPictures Load()
    {
        const int LeastSide = 128;
        var photos = Train.Data.PhotoSet.Load(Data, LeastSide, HoldOutEvery);
        return new(new([.. photos.Training.Select(PixelPictures.HeldOut)]), new([.. photos.HeldOut.Select(PixelPictures.HeldOut)]));
    }
}

/// <summary>Crops to train on, and those that are held out.</summary>
internal sealed record WindowPictures(WindowCrops Training, WindowCrops HeldOut);
