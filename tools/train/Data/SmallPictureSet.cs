namespace VaeCodec.Train.Data;

/// <summary>A set of gray pictures of 28 x 28, as gzipped IDX files.</summary>
/// <param name="TrainingFile">Of the pictures to train on, without its ending.</param>
/// <param name="TestFile">Of the test pictures.</param>
/// <param name="TrainingPictures">How many there are to train on: where the draws of the test pictures' binarisation begin.</param>
internal sealed record SmallPictureSet(string TrainingFile, string TestFile, int TrainingPictures)
{
    /// <summary>The set of a config that names none.</summary>
    public const string Default = "mnist";

    /// <summary>The sets by their names.</summary>
    public static IReadOnlyDictionary<string, SmallPictureSet> ByName { get; } = new Dictionary<string, SmallPictureSet>
    {
        [Default] = new("mnist-train", "mnist-t10k", 60000),
        ["omniglot"] = new("omniglot28-train", "omniglot28-test", 4840),
        ["silhouettes"] = new("caltech101silhouettes28-train", "caltech101silhouettes28-test", 4100),
    };

    /// <summary>The names, as a sentence tells them.</summary>
    public static string Names => string.Join(", ", ByName.Keys);

    /// <summary>The file of a part.</summary>
    public string FileOf(bool test) => (test ? TestFile : TrainingFile) + "-images-idx3-ubyte.gz";

    /// <summary>The file that says what a part's pictures show; not every set has one.</summary>
    public string LabelsOf(bool test) => (test ? TestFile : TrainingFile) + "-labels-idx1-ubyte.gz";

    /// <summary>What a part is called in the names of its pictures.</summary>
    public string PartName(bool test)
    {
        string file = test ? TestFile : TrainingFile;
        return file[(file.LastIndexOf('-') + 1)..];
    }
}
