using System.CommandLine;
using VaeCodec.Bench.Texture;

namespace VaeCodec.Bench;

/// <summary><c>vaecodec bench texture</c>: what texture does to the pictures of a folder.</summary>
internal static class TextureArguments
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> folder = new("DIR") { Description = "A folder of images" };
        Option<double> temperature = SharedOptions.Temperature();
        Option<string?> json = new("--json") { Description = "Write every number to a file", HelpName = "FILE" };
        Option<bool> force = SharedOptions.Force();
        Option<int> threads = SharedOptions.Threads();
        var command = new Command("texture",
            "Measure pictures with texture beside the plain ones of the same files, at about 0.1, 0.2 and 0.4 bits per pixel") { folder,
            temperature, json, threads, force };
        command.SetAction((parsed, cancellationToken) => Task.Run(() => TextureCommand.Run(
            new TextureRunOptions
            {
                Folder = parsed.GetRequiredValue(folder),
                Temperature = parsed.GetValue(temperature),
                Json = ResultFile.Of(parsed.GetValue(json), parsed.GetValue(force)),
                Threads = parsed.GetValue(threads),
            },
            cancellationToken)));
        return command;
    }
}
