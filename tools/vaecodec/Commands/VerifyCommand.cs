using System.CommandLine;
using VaeCodec.Images;
using VaeCodec.Tool.Files;

namespace VaeCodec.Tool.Commands;

/// <summary><c>vaecodec verify</c>: decodes files and checks every checksum, keeping nothing.</summary>
internal static class VerifyCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string[]> inputs = SharedOptions.Inputs("IN.vaec", "Files to check, or - for stdin");
        Option<long> maxPixels = SharedOptions.MaxPixels();
        Option<string?> models = SharedOptions.Models();
        var command = new Command("verify", "Decode files and check every checksum") { inputs, maxPixels, models };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(inputs),
            new() { MaxPixels = parsed.GetValue(maxPixels), ModelsFolder = parsed.GetValue(models) }, cancellationToken));
        return command;
    }

    private static Task<int> RunAsync(string[] inputs, DecoderOptions options, CancellationToken cancellationToken)
    {
        var decoder = new VaeDecoder(options);
        return Batch.RunAsync(inputs, InputFile.Display, async (name, progress, stop) =>
        {
            byte[] file = await InputFile.ReadAsync(name, stop).ConfigureAwait(false);
            PixelImage image = await Task.Run(() => decoder.Decode(file, progress, stop), stop).ConfigureAwait(false);
            return $"{InputFile.Display(name)}: intact, {image.Width} x {image.Height}";
        }, cancellationToken);
    }
}
