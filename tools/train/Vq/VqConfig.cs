using VaeCodec.Train.Data;
using VaeCodec.Train.Loop;
using VaeCodec.Train.PixelCnn;
using VaeCodec.Train.Training;
using VaeCodec.Train.Window;

namespace VaeCodec.Train.Vq;

/// <summary>A run of the VQ-VAE study, as its JSON file describes it.</summary>
internal sealed record VqConfig : RunConfig
{
    /// <summary>What <see cref="RunConfig.Model"/> is.</summary>
    public const string ModelName = "vq-vae";

    /// <summary>The subset of CIFAR-10.</summary>
    public const string Cifar = "cifar10";

    /// <summary>Photographs at half their size.</summary>
    public const string Photographs = "photographs";

    private const int PhotoCrop = 64, PhotoTile = 256;

    /// <summary>Single precision, because rounding could change which code is nearest.</summary>
    public VqConfig() => Precision = Training.Precision.Fp32;

    /// <summary><see cref="Cifar"/> or <see cref="Photographs"/>.</summary>
    public required string Pictures { get; init; }

    /// <summary>Vectors of the codebook.</summary>
    public int Codes { get; init; } = 512;

    /// <summary>Numbers of a vector.</summary>
    public int Dimensions { get; init; } = 32;

    /// <summary>Times that the encoder halves width and height.</summary>
    public int Halvings { get; init; } = 2;

    /// <summary>Channels of the hidden layers.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Beta of equation 3: what the encoder pays for leaving its codes.</summary>
    public double Commitment { get; init; } = 0.25;

    /// <summary>Layers of the prior over the codes behind its first.</summary>
    public int PriorLayers { get; init; } = 4;

    /// <summary>Steps after which a code that nothing was near to begins anew, see <see cref="VqRun"/>.</summary>
    public int RestartAfter { get; init; } = 50;

    /// <summary>Of photographs, one group in this many is held out: by default those that the flagship has not seen, either.</summary>
    public int HoldOutEvery { get; init; } = 64;

    /// <summary>Reads and checks the text of a file; throws <see cref="InvalidDataException"/> naming what is wrong.</summary>
    public static VqConfig Parse(string json) => ConfigFile.Parse<VqConfig>(json).Checked();

    /// <summary>This config, or <see cref="InvalidDataException"/> with the first value out of its range.</summary>
    public VqConfig Checked()
    {
        CheckRun(ModelName);
        ConfigFile.Require(Pictures is Cifar or Photographs, $"'pictures' is \"{Cifar}\" or \"{Photographs}\"");
        ConfigFile.Require(Codes is >= 2 and <= 4096, "'codes' is 2 to 4096");
        ConfigFile.Require(Dimensions is >= 1 and <= 1024, "'dimensions' is 1 to 1024");
        ConfigFile.Require(Halvings is >= 1 and <= 4, "'halvings' is 1 to 4");
        ConfigFile.Require(Hidden is >= 1 and <= 1024, "'hidden' is 1 to 1024");
        ConfigFile.Require(Commitment is >= 0 and <= 100, "'commitment' is 0 to 100");
        ConfigFile.Require(PriorLayers is >= 0 and <= 32, "'prior_layers' is 0 to 32");
        ConfigFile.Require(RestartAfter >= 1, "'restart_after' is at least 1");
        ConfigFile.Require(HoldOutEvery is >= 2 and <= 1_000_000, "'hold_out_every' is 2 to 1000000");
        ConfigFile.Require(Precision == Training.Precision.Fp32, "'precision' is \"fp32\" here");
        return this;
    }

    /// <summary>The pictures.</summary>
    internal VqPictures Load()
    {
        if (Pictures == Cifar)
        {
            IReadOnlyList<Photo> test = ColourPictures.Read(Data, test: true);
            return new(new(ColourPictures.Read(Data, test: false), ColourPictures.Side, 0), new(test, ColourPictures.Side, 0));
        }

        var photos = PhotoSet.Load(Data, PhotoTile, HoldOutEvery);
        Photo[] training = [.. photos.Training.Select(PixelPictures.HeldOut)],
            heldOut = [.. photos.HeldOut.Where(photo => photo.ShorterSide >= 2 * PhotoTile).Select(PixelPictures.HeldOut)];
        ConfigFile.Require(training.Length > 0 && heldOut.Length > 0,
            $"'{Data}' has no pictures of {2 * PhotoTile} pixels a side to hold out, or none beside them");
        return new(new(training, PhotoCrop, 0), new(heldOut, PhotoTile, 0));
    }
}

/// <summary>What a run sees.</summary>
/// <param name="Training">Crops to train on.</param>
/// <param name="HeldOut">Pictures that no run trains on, of which all tiles are measured.</param>
internal sealed record VqPictures(WindowCrops Training, WindowCrops HeldOut);
