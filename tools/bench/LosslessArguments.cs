using System.CommandLine;
using VaeCodec.Bench.Lossless;

namespace VaeCodec.Bench;

/// <summary><c>vaecodec bench lossless</c>: the size of lossless files over a folder of images, beside other codecs'.</summary>
internal static class LosslessArguments
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> folder = new("DIR") { Description = "A folder of images" };
        Option<string?> json = new("--json") { Description = "Write every number to a file", HelpName = "FILE" };
        Option<bool> force = SharedOptions.Force();
        Option<int> threads = SharedOptions.Threads();
        var command = new Command("lossless", "Measure lossless coding over a folder of images, beside WebP and JPEG XL") { folder, json,
            threads, force };
        command.SetAction((parsed, cancellationToken) => Task.Run(() => LosslessCommand.Run(
            new LosslessOptions
            {
                Folder = parsed.GetRequiredValue(folder),
                Json = ResultFile.Of(parsed.GetValue(json), parsed.GetValue(force)),
                Threads = parsed.GetValue(threads),
            },
            cancellationToken)));
        return command;
    }
}
