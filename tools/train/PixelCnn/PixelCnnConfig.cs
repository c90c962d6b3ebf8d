using VaeCodec.Networks.PixelCnn;
using VaeCodec.Train.Data;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.PixelCnn;

/// <summary>A training run of the pixel network, as its JSON file describes it. Paths are relative to the current folder.</summary>
internal sealed record PixelCnnConfig
{
    /// <summary>What <see cref="Model"/> is.</summary>
    public const string ModelName = "pixelcnn";

    /// <summary>"pixelcnn".</summary>
    public required string Model { get; init; }

    /// <summary>Folder of .jpg and .png files of at least 128 pixels a side.</summary>
    public required string Data { get; init; }

    /// <summary>File names of <see cref="Data"/> that are held out, with all that show the same photograph; where there are some, they
    /// alone are evaluated.</summary>
    public IReadOnlyList<string> HoldOut { get; init; } = [];

    /// <summary>One group of pictures in this many is held out as well.</summary>
    public int HoldOutEvery { get; init; } = 64;

    /// <summary>Weight file of the network whose decoded pictures it learns beside.</summary>
    public required string Flagship { get; init; }

    /// <summary>Folder for state, log, weights and held-out results.</summary>
    public required string Out { get; init; }

    /// <summary>Sizes of the network.</summary>
    public required PixelCnnSpec Spec { get; init; }

    /// <summary>A weight file to go on from, of the same network or of one with fewer hidden units; null: least squares.</summary>
    public string? Start { get; init; }

    /// <summary>Patches per step.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Length of the schedule in minutes; or give <see cref="Steps"/>.</summary>
    public double? Minutes { get; init; }

    /// <summary>Length of the schedule in steps; or give <see cref="Minutes"/>.</summary>
    public long? Steps { get; init; }

    /// <summary>What <see cref="Minutes"/> are of: "processor" or "wall".</summary>
    public string Clock { get; init; } = TrainingClock.Processor;

    /// <summary>Peak learning rate.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Steps over which it rises.</summary>
    public int WarmupSteps { get; init; } = 200;

    /// <summary>Largest decay of the running mean of the weights.</summary>
    public double EmaDecay { get; init; } = 0.998;

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>CPU threads of libtorch.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>"auto", "bf16" or "fp32": of the hidden layers; see <see cref="Training.Precision"/>.</summary>
    public string Precision { get; init; } = Training.Precision.Auto;

    /// <summary>Steps between lines of the log.</summary>
    public int LogEverySteps { get; init; } = 100;

    /// <summary>Minutes between saved states.</summary>
    public double SaveEveryMinutes { get; init; } = 1;

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
        PixelCnnSpec.Parse(Spec.ToJson());
        ConfigFile.Require(Model == ModelName, $"'model' is \"{ModelName}\" here");
        ConfigFile.Require(Spec.Colours == PixelCnnSpec.MostColours, "the trainer is for networks of 3 colours");
        ConfigFile.Require(Data.Length > 0 && Out.Length > 0, "'data' and 'out' name folders");
        ConfigFile.Require(File.Exists(Flagship), $"'flagship' is a weight file; '{Flagship}' is none");
        ConfigFile.Require(Start is null || File.Exists(Start), $"'start' is a weight file; '{Start}' is none");
        ConfigFile.Require(HoldOutEvery is >= 2 and <= 1_000_000, "'hold_out_every' is 2 to 1000000");
        ConfigFile.Require(Batch is >= 1 and <= 65536, "'batch' is 1 to 65536");
        ConfigFile.Require(Minutes is null != Steps is null, "give one of 'minutes' and 'steps'");
        ConfigFile.Require(Minutes is null or > 0 && Steps is null or > 0, "'minutes' and 'steps' are above 0");
        ConfigFile.Require(Clock is TrainingClock.Wall or TrainingClock.Processor, "'clock' is \"wall\" or \"processor\"");
        ConfigFile.Require(LearningRate is > 0 and <= 1, "'learning_rate' is above 0, at most 1");
        ConfigFile.Require(WarmupSteps >= 1, "'warmup_steps' is at least 1");
        ConfigFile.Require(EmaDecay is >= 0 and < 1, "'ema_decay' is at least 0, below 1");
        ConfigFile.Require(Threads is >= 1 and <= 1024, "'threads' is 1 to 1024");
        ConfigFile.Require(Training.Precision.IsKnown(Precision), "'precision' is \"auto\", \"bf16\" or \"fp32\"");
        ConfigFile.Require(LogEverySteps >= 1, "'log_every_steps' is at least 1");
        ConfigFile.Require(SaveEveryMinutes > 0, "'save_every_minutes' is above 0");
        return this;
    }
}
