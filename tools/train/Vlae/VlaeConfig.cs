using System.Text.Json.Serialization;
using VaeCodec.Networks.Vlae;
using VaeCodec.Train.Data;
using VaeCodec.Train.Loop;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Vlae;

/// <summary>A training run of a model for small pictures, as its JSON file describes it.</summary>
internal sealed record VlaeConfig : RunConfig
{
    /// <summary>What <see cref="RunConfig.Model"/> is.</summary>
    public const string ModelName = "vlae";

    private static readonly Dictionary<string, Normalisation> s_normalisations = new()
    {
        ["none"] = Vlae.Normalisation.None,
        ["weight"] = Vlae.Normalisation.Weight,
        ["batch"] = Vlae.Normalisation.Batch,
    };

    /// <summary>Another learning rate than that of larger models.</summary>
    public VlaeConfig() => LearningRate = 4e-3;

    /// <summary>Which pictures, one of <see cref="SmallPictureSet.ByName"/>.</summary>
    public string Pictures { get; init; } = SmallPictureSet.Default;

    /// <summary>Whether half of the pictures of a batch are mirrored, where there are few.</summary>
    public bool Flips { get; init; }

    /// <summary>Sizes of the network; with two values of a pixel, pictures are binarised.</summary>
    public required VlaeSpec Spec { get; init; }

    /// <summary>Side of the causal window in place of the spec's, of any odd size: for an experiment, which leaves no weight
    /// file.</summary>
    public int? Window { get; init; }

    /// <summary>Dilations of <see cref="StackedDecoder"/>, likewise.</summary>
    public IReadOnlyList<int>? Stack { get; init; }

    /// <summary>"none", "weight" or "batch": of hidden layers, see <see cref="Vlae.Normalisation"/>.</summary>
    public string Normalisation { get; init; } = "none";

    /// <summary>Of the starting weights, see <see cref="VlaeStart"/>.</summary>
    public double Gain { get; init; } = Math.Sqrt(6);

    /// <summary>Price of each group's bits, top first; all 1 where there are none.</summary>
    public IReadOnlyList<double> Betas { get; init; } = [];

    /// <summary>Bits of each group that cost nothing in training; 0 where there are none.</summary>
    public IReadOnlyList<double> FreeBits { get; init; } = [];

    /// <summary>Share of the run over which the latents' price rises.</summary>
    public double WarmUp { get; init; } = 0.3;

    /// <summary>Steps between evaluations of the held-out pictures on the way; 0: none.</summary>
    public int HeldOutEverySteps { get; init; }

    /// <summary>So many of the first test pictures are measured at the end.</summary>
    public int TestPictures { get; init; } = 10000;

    /// <summary>Samples of <see cref="ImportanceSampling"/> for each test picture; 0: none.</summary>
    public int ImportanceSamples { get; init; }

    /// <summary>So many of the first test pictures it takes.</summary>
    public int ImportancePictures { get; init; } = 1000;

    /// <summary>The pictures to learn.</summary>
    [JsonIgnore] public SmallPictureSet PictureSet => SmallPictureSet.ByName[Pictures];

    /// <summary>The network that is trained.</summary>
    [JsonIgnore] public VlaeSpec TrainedSpec => Window is { } w ? Spec with { Pixels = Spec.Pixels with { Window = w } } : Spec;

    /// <summary>Whether the codec's engine has this network.</summary>
    [JsonIgnore] public bool IsExperiment => Window is not null || Stack is not null;

    /// <summary>What a step makes smaller.</summary>
    [JsonIgnore]
    public VlaeObjective Objective => new(Betas.Count > 0 ? Betas : [.. Spec.Groups.Select(_ => 1.0)],
        FreeBits.Count > 0 ? FreeBits : [.. Spec.Groups.Select(_ => 0.0)], WarmUp);

    /// <summary>A network of this run with random parameters.</summary>
    public VlaeNetwork CreateNetwork() => new(TrainedSpec, s_normalisations[Normalisation], Stack, UsesBf16);

    /// <summary>Reads and checks the text of a file; throws <see cref="InvalidDataException"/> naming what is wrong.</summary>
    public static VlaeConfig Parse(string json) => ConfigFile.Parse<VlaeConfig>(json).Checked();

    /// <summary>This config, or <see cref="InvalidDataException"/> with the first value out of its range.</summary>
    public VlaeConfig Checked()
    {
        CheckRun(ModelName);
        ConfigFile.Require(SmallPictureSet.ByName.ContainsKey(Pictures), $"'pictures' is one of {SmallPictureSet.Names}");
        VlaeSpec.Parse(Spec.ToJson());
        ConfigFile.Require(Spec.Side == SmallPictures.Side, $"'side' is {SmallPictures.Side} here");
        ConfigFile.Require(VlaeStart.Fits(Spec), "'components' is at least 4 here");
        ConfigFile.Require(Window is null || Window % 2 == 1 && Window is >= 1 and <= 2 * SmallPictures.Side,
            "'window' is odd, within twice the picture's side");
        ConfigFile.Require(Stack is null || Stack.Count is >= 1 and <= 16 && Stack.All(d => d is >= 0 and <= 16),
            "'stack' has up to 16 dilations of 0 to 16");
        ConfigFile.Require(Window is null || Stack is null, "'window' and 'stack' are two decoders; give one of them");
        ConfigFile.Require(ImportanceSamples == 0 || !IsExperiment,
            "'importance_samples' are of the codec's decoder, not of a 'window' or 'stack' in its place");
        ConfigFile.Require(s_normalisations.ContainsKey(Normalisation), "'normalisation' is \"none\", \"weight\" or \"batch\"");
        ConfigFile.Require(Gain is > 0 and <= 100, "'gain' is above 0, at most 100");
        ConfigFile.Require(Betas.Count == 0 || Betas.Count == Spec.Groups.Count && Betas.All(b => b is >= 0 and <= 1000),
            "'betas' has a number of at least 0 for each group");
        ConfigFile.Require(FreeBits.Count == 0 || FreeBits.Count == Spec.Groups.Count && FreeBits.All(b => b is >= 0 and <= 1000),
            "'free_bits' has a number of at least 0 for each group");
        ConfigFile.Require(WarmUp is > 0 and <= 1, "'warm_up' is above 0, at most 1");
        ConfigFile.Require(HeldOutEverySteps >= 0, "'held_out_every_steps' is at least 0");
        ConfigFile.Require(TestPictures >= 0, "'test_pictures' is at least 0");
        ConfigFile.Require(ImportanceSamples is >= 0 and <= 65536, "'importance_samples' is 0 to 65536");
        ConfigFile.Require(ImportancePictures >= 1, "'importance_pictures' is at least 1");
        return this;
    }
}
