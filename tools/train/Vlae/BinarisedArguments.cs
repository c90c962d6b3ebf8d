using System.CommandLine;
using System.Globalization;
using TorchSharp;
using VaeCodec.Train.Data;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Vlae;

/// <summary><c>vaecodec train binarised</c>: small pictures as the binary models see them, as PGM files for
/// <c>vaecodec archive pack</c>.</summary>
internal static class BinarisedArguments
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> data = new("DIR") { Description = "With the IDX files, gzipped" };
        Option<string> output = new("--output", "-o") { Description = "For the pictures", HelpName = "FOLDER", Required = true };
        Option<bool> training = new("--training") { Description = "The training pictures in place of the test pictures" };
        Option<string> set = new("--set") { Description = "Which pictures", DefaultValueFactory = _ => SmallPictureSet.Default };
        set.AcceptOnlyFromAmong([.. SmallPictureSet.ByName.Keys]);
        var command = new Command("binarised", "Write small pictures, binarised once for all, as PGM files")
        {
            data, output, set, training,
        };
        command.SetAction(parsed =>
        {
            NativeTorch.Require("cpu");
            Write(parsed.GetRequiredValue(data), parsed.GetRequiredValue(output), SmallPictureSet.ByName[parsed.GetRequiredValue(set)],
                !parsed.GetValue(training));
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Writes a part's pictures, named by their numbers.</summary>
    internal static void Write(string data, string folder, SmallPictureSet set, bool test)
    {
        Directory.CreateDirectory(folder);
        using torch.Tensor pictures = SmallPictures.Read(data, set, test, binary: true);
        byte[] header = System.Text.Encoding.ASCII.GetBytes($"P5\n{SmallPictures.Side} {SmallPictures.Side}\n255\n");
        foreach ((int i, byte[] picture) in pictures.bytes.ToArray().Chunk(SmallPictures.Side * SmallPictures.Side).Index())
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{set.PartName(test)}-{i:d5}.pgm");
            File.WriteAllBytes(Path.Combine(folder, name), [.. header, .. picture]);
        }
    }
}
