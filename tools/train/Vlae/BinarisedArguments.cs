using System.CommandLine;
using System.Globalization;
using TorchSharp;
using VaeCodec.Train.Data;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Vlae;

/// <summary><c>vaecodec train binarised</c>: MNIST as the binary models see it, as PGM files for <c>vaecodec archive pack</c>.</summary>
internal static class BinarisedArguments
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> data = new("DIR") { Description = "With MNIST's IDX files, gzipped" };
        Option<string> output = new("--output", "-o") { Description = "For the pictures", HelpName = "FOLDER", Required = true };
        Option<bool> training = new("--training") { Description = "The training pictures in place of the test pictures" };
        var command = new Command("binarised", "Write MNIST's pictures, binarised once for all, as PGM files") { data, output, training };
        command.SetAction(parsed =>
        {
            NativeTorch.Require("cpu");
            Write(parsed.GetRequiredValue(data), parsed.GetRequiredValue(output), !parsed.GetValue(training));
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Writes a part's pictures, named by their numbers.</summary>
    internal static void Write(string data, string folder, bool test)
    {
        Directory.CreateDirectory(folder);
        using torch.Tensor pictures = SmallPictures.Read(data, test, binary: true);
        byte[] header = System.Text.Encoding.ASCII.GetBytes($"P5\n{SmallPictures.Side} {SmallPictures.Side}\n255\n");
        foreach ((int i, byte[] picture) in pictures.bytes.ToArray().Chunk(SmallPictures.Side * SmallPictures.Side).Index())
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{SmallPictures.PartName(test)}-{i:d5}.pgm");
            File.WriteAllBytes(Path.Combine(folder, name), [.. header, .. picture]);
        }
    }
}
