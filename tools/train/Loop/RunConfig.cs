using VaeCodec.Train.Training;

namespace VaeCodec.Train.Loop;

/// <summary>What the JSON file of any run of a small model says of its course. Paths are relative to the current folder.</summary>
internal abstract record RunConfig
{
    /// <summary>The kind of model, see <see cref="ConfigFile.ModelOf"/>.</summary>
    public required string Model { get; init; }

    /// <summary>Folder with the pictures.</summary>
    public required string Data { get; init; }

    /// <summary>Folder for state, log, weights and held-out results.</summary>
    public required string Out { get; init; }

    /// <summary>Pictures or patches per step.</summary>
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

    /// <summary>Share of the peak learning rate that is left at the end.</summary>
    protected virtual double Floor => 0.003;

    /// <summary>Whether hidden layers are in bfloat16 on this machine.</summary>
    internal bool UsesBf16 => Training.Precision.Resolve(Precision, "cpu") == Training.Precision.Bf16;

    /// <summary>Of the learning rate and the running mean.</summary>
    internal Schedule Schedule => new(Minutes, Steps, WarmupSteps, EmaDecay, Floor);

    /// <summary>Of the loop.</summary>
    internal LoopSettings Loop => new(Out, Schedule, Clock, LogEverySteps, SaveEveryMinutes);

    /// <summary>Throws <see cref="InvalidDataException"/> with the first value out of its range.</summary>
    /// <param name="model">What <see cref="Model"/> has to be.</param>
    protected void CheckRun(string model)
    {
        ConfigFile.Require(Model == model, $"'model' is \"{model}\" here");
        ConfigFile.Require(Data.Length > 0 && Out.Length > 0, "'data' and 'out' name folders");
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
    }
}
