using System.Text.Json.Serialization;
using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Data;

namespace VaeCodec.Train.Training;

/// <summary>A training run, as its JSON file describes it. Paths are relative to the current folder.</summary>
internal sealed record TrainConfig
{
    /// <summary>The value of <see cref="Start"/> that fits linear transforms to the pictures.</summary>
    public const string KltStart = "klt";

    /// <summary>The value of <see cref="Start"/> that draws all parameters at random.</summary>
    public const string RandomStart = "random";

    /// <summary>What <see cref="Start"/> begins with before the weight file of a smaller network to grow from.</summary>
    public const string GrowFrom = "grow:";

    /// <summary>The value of <see cref="Optimiser"/> that steps the hidden convolutions with Muon.</summary>
    public const string Muon = "muon";

    /// <summary>The value of <see cref="Optimiser"/> that steps everything with Adam.</summary>
    public const string Adam = "adam";

    /// <summary>The value of <see cref="TrainedPart"/> that moves everything.</summary>
    public const string Whole = "whole";

    /// <summary>The value of <see cref="TrainedPart"/> that moves what only an encoder runs.</summary>
    public const string Encoder = "encoder";

    /// <summary>The kind of model that these configs are of, see <see cref="ConfigFile.ModelOf"/>.</summary>
    public const string ModelName = "hvae";

    /// <summary>"hvae", the one kind that is trained so.</summary>
    public string Model { get; init; } = ModelName;

    /// <summary>Folder of .jpg and .png files; or give <see cref="Sources"/>.</summary>
    public string? Data { get; init; }

    /// <summary>Several kinds of pictures, each with its share of the crops.</summary>
    public IReadOnlyList<SourceConfig>? Sources { get; init; }

    /// <summary>Folder for state, log, weights and held-out results.</summary>
    public required string Out { get; init; }

    /// <summary>Sizes of the network.</summary>
    public required HvaeSpec Spec { get; init; }

    /// <summary>Crops per step.</summary>
    public int Batch { get; init; } = 8;

    /// <summary>Crops per step over the schedule, in place of <see cref="Batch"/>.</summary>
    public IReadOnlyList<BatchStage>? Batches { get; init; }

    /// <summary>Side of the crops, a multiple of the network's coarsest stride.</summary>
    public int Crop { get; init; } = 256;

    /// <summary>Share of crops that are reduced from a window twice as large.</summary>
    public double DownscaleShare { get; init; }

    /// <summary>Share of crops that are reduced by a random factor of 0.5 to 1.</summary>
    public double ResizeShare { get; init; }

    /// <summary>Whether every second crop has its rows and columns exchanged.</summary>
    public bool Transpose { get; init; }

    /// <summary>Share of samples whose layers have multipliers octaves apart; see <see cref="RateSampler"/>.</summary>
    public double WideShare { get; init; }

    /// <summary>"muon" or "adam".</summary>
    public string Optimiser { get; init; } = Muon;

    /// <summary>Peak learning rate.</summary>
    public double LearningRate { get; init; } = 6e-4;

    /// <summary>Peak learning rate of what Muon leaves to Adam.</summary>
    public double AdamLearningRate { get; init; } = 3e-4;

    /// <summary>The learning rate of what is inherited from the smaller network in a grown one, as a share of what is new: that has
    /// everything to learn, the other may lose.</summary>
    public double InheritedRate { get; init; } = 1;

    /// <summary>"whole"; or "encoder": what a decoder runs stays as it is, so it decodes what the trained encoder writes.</summary>
    public string TrainedPart { get; init; } = Whole;

    /// <summary>Whether some values move by less than a whole step.</summary>
    [JsonIgnore] public bool HasShares => InheritedRate != 1 || TrainedPart != Whole;

    /// <summary>Whether the decoder learns from rounded latents; else from noisy ones.</summary>
    public bool RoundedLatents { get; init; } = true;

    /// <summary>Steps over which the learning rate rises.</summary>
    public int WarmupSteps { get; init; } = 300;

    /// <summary>Length of the schedule in minutes of training; or give <see cref="Steps"/>.</summary>
    public double? Minutes { get; init; }

    /// <summary>What <see cref="Minutes"/> are of: "wall", or "processor" (all threads together), by which runs beside other work
    /// compare.</summary>
    public string Clock { get; init; } = TrainingClock.Wall;

    /// <summary>Length of the schedule in steps; or give <see cref="Minutes"/>.</summary>
    public long? Steps { get; init; }

    /// <summary>Largest decay of the running mean of the weights.</summary>
    public double EmaDecay { get; init; } = 0.9995;

    /// <summary>"klt", "random", a weight file (.safetensors) of the same spec, or "grow:" and a weight file of a smaller one.</summary>
    public string Start { get; init; } = KltStart;

    /// <summary>Whether it starts from a smaller network.</summary>
    [JsonIgnore] public bool Grows => Start.StartsWith(GrowFrom, StringComparison.Ordinal);

    /// <summary>The weight file that <see cref="Start"/> names, if it does.</summary>
    [JsonIgnore] public string StartFile => Grows ? Start[GrowFrom.Length..] : Start;

    /// <summary>Crops that the KLT start is fitted to.</summary>
    public int KltCrops { get; init; } = 200;

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>CPU threads of libtorch.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Threads that share each batch on a CPU, each with one thread of libtorch; in place of <see cref="Threads"/>.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>"cpu" or "cuda".</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>"auto", "bf16" or "fp32": of convolutions; see <see cref="Training.Precision"/>.</summary>
    public string Precision { get; init; } = Training.Precision.Auto;

    /// <summary>What configs said before there was <see cref="Precision"/>: false is "fp32"; true, which was the default on any machine,
    /// leaves the choice to it.</summary>
    public bool? Bf16 { get; init; }

    /// <summary>Whether convolutions run in bfloat16 on this machine.</summary>
    [JsonIgnore] public bool UsesBf16 => Bf16 != false && Training.Precision.Resolve(Precision, Device) == Training.Precision.Bf16;

    /// <summary>All sources of pictures.</summary>
    [JsonIgnore]
    public IReadOnlyList<SourceConfig> AllSources
        => Sources ?? [new() { Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Data!)), Folder = Data,
            HoldOutEvery = HoldOutEvery }];

    /// <summary>Crops per step at a share of the schedule.</summary>
    public int BatchAt(double fraction) => Batches?.LastOrDefault(s => s.From <= fraction)?.Batch ?? Batch;

    /// <summary>Constraints in place of random multipliers; null for a network of all rates.</summary>
    public GecoConfig? Geco { get; init; }

    /// <summary>One group of pictures in this many is held out.</summary>
    public int HoldOutEvery { get; init; } = 64;

    /// <summary>Whether what is held out is spread over the pictures' detail: for comparing means over the two sides.</summary>
    public bool HoldOutSpread { get; init; }

    /// <summary>Steps between lines of the log.</summary>
    public int LogEverySteps { get; init; } = 50;

    /// <summary>Minutes between saved states.</summary>
    public double SaveEveryMinutes { get; init; } = 5;

    /// <summary>Reads and checks a file; throws <see cref="InvalidDataException"/> naming what is wrong.</summary>
    public static TrainConfig Load(string path) => ConfigFile.Load(path, Parse);

    /// <summary>Reads and checks the text of a file.</summary>
    public static TrainConfig Parse(string json) => ConfigFile.Parse<TrainConfig>(json).Checked();

    /// <summary>This config, or <see cref="InvalidDataException"/> with the first value out of its range.</summary>
    public TrainConfig Checked()
    {
        ConfigFile.Require(Model == ModelName, $"'model' is \"{ModelName}\" here");
        int stride = HvaeSpec.Parse(Spec.ToJson()).CoarsestStride;
        ConfigFile.Require(Data is null != Sources is null, "give one of 'data' and 'sources'");
        ConfigFile.Require(Data is not "" && Out.Length > 0, "'data' and 'out' name folders");
        ConfigFile.Require(Sources is null or { Count: > 0 }, "'sources' has at least one");
        if (Sources?.Select(s => s.Fault()).FirstOrDefault(f => f is not null) is { } fault)
            ConfigFile.Require(false, fault);
        ConfigFile.Require(Batch is >= 1 and <= 4096, "'batch' is 1 to 4096");
        ConfigFile.Require(Crop >= stride && Crop % stride == 0 && Crop <= 4096, $"'crop' is a multiple of {stride}, at most 4096");
        ConfigFile.Require(Batches is null || Batches.Count > 0 && Batches.All(s => s.From is >= 0 and < 1 && s.Batch is >= 1 and <= 4096
            && s.Batch % Workers == 0)
            && Batches.Zip(Batches.Skip(1)).All(p => p.First.From < p.Second.From),
                "'batches' rise in 'from', 0 to 1, with a 'batch' that 'workers' divides");
        ConfigFile.Require(DownscaleShare is >= 0 and <= 1, "'downscale_share' is 0 to 1");
        ConfigFile.Require(ResizeShare is >= 0 and <= 1, "'resize_share' is 0 to 1");
        ConfigFile.Require(WideShare is >= 0 and <= 1, "'wide_share' is 0 to 1");
        ConfigFile.Require(Optimiser is Muon or Adam, "'optimiser' is \"muon\" or \"adam\"");
        ConfigFile.Require(LearningRate is > 0 and <= 1, "'learning_rate' is above 0, at most 1");
        ConfigFile.Require(AdamLearningRate is > 0 and <= 1, "'adam_learning_rate' is above 0, at most 1");
        ConfigFile.Require(InheritedRate is > 0 and <= 1, "'inherited_rate' is above 0, at most 1");
        ConfigFile.Require(InheritedRate == 1 || Start.StartsWith(GrowFrom, StringComparison.Ordinal),
            $"'inherited_rate' is for a 'start' that begins with \"{GrowFrom}\"");
        ConfigFile.Require(TrainedPart is Whole or Encoder, "'trained_part' is \"whole\" or \"encoder\"");
        ConfigFile.Require(TrainedPart == Whole || File.Exists(StartFile),
            "'trained_part' \"encoder\" is for a 'start' from a weight file, whose decoder stays");
        ConfigFile.Require(WarmupSteps >= 1, "'warmup_steps' is at least 1");
        ConfigFile.Require(Minutes is null != Steps is null, "give one of 'minutes' and 'steps'");
        ConfigFile.Require(Minutes is null or > 0 && Steps is null or > 0, "'minutes' and 'steps' are above 0");
        ConfigFile.Require(Clock is TrainingClock.Wall or TrainingClock.Processor, "'clock' is \"wall\" or \"processor\"");
        ConfigFile.Require(EmaDecay is >= 0 and < 1, "'ema_decay' is at least 0, below 1");
        ConfigFile.Require(Start is KltStart or RandomStart || File.Exists(StartFile),
            $"'start' is \"{KltStart}\", \"{RandomStart}\", a weight file or \"{GrowFrom}\" and one; '{Start}' is none of them");
        ConfigFile.Require(KltCrops is >= 1 and <= 10000, "'klt_crops' is 1 to 10000");
        ConfigFile.Require(Threads is >= 1 and <= 1024, "'threads' is 1 to 1024");
        ConfigFile.Require(Workers is >= 1 and <= 64 && Batch % Workers == 0, "'workers' is 1 to 64 and divides 'batch'");
        ConfigFile.Require(Workers == 1 || Device == "cpu", "several 'workers' are for a CPU");
        ConfigFile.Require(Device is "cpu" or "cuda", "'device' is \"cpu\" or \"cuda\"");
        ConfigFile.Require(Training.Precision.IsKnown(Precision), "'precision' is \"auto\", \"bf16\" or \"fp32\"");
        ConfigFile.Require(HoldOutEvery is >= 2 and <= 1_000_000, "'hold_out_every' is 2 to 1000000");
        if (Geco is { } geco)
            CheckGeco(geco);
        ConfigFile.Require(LogEverySteps >= 1, "'log_every_steps' is at least 1");
        ConfigFile.Require(SaveEveryMinutes > 0, "'save_every_minutes' is above 0");
        return this;
    }

    private void CheckGeco(GecoConfig geco)
    {
        ConfigFile.Require(geco.TargetPsnr is null != geco.TargetLayerBpp is null,
            "'geco' has one of 'target_psnr' and 'target_layer_bpp'");
        ConfigFile.Require(geco.TargetPsnr is null or (> 0 and < 100), "'target_psnr' is above 0, below 100");
        ConfigFile.Require(geco.TargetLayerBpp is null
            || geco.TargetLayerBpp.Count == Spec.Layers && geco.TargetLayerBpp.All(b => b is > 0 and < 100),
            $"'target_layer_bpp' has {Spec.Layers} numbers above 0");
        ConfigFile.Require(geco.Speed is > 0 and <= 1, "'speed' is above 0, at most 1");
        ConfigFile.Require(geco.Average is >= 0 and < 1, "'average' is at least 0, below 1");
    }
}
