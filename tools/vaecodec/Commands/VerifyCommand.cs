using System.CommandLine;
using VaeCodec.Tool.Files;

namespace VaeCodec.Tool.Commands;

/// <summary><c>vaecodec verify</c>: decodes files and archives and checks every checksum, keeping nothing.</summary>
internal static class VerifyCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string[]> inputs = SharedOptions.Inputs("IN.vaec", "Files to check (.vaec, or .vaea archives), or - for stdin");
        Option<long> maxPixels = SharedOptions.MaxPixels();
        Option<string?> models = SharedOptions.Models();
        var command = new Command("verify", "Decode files, and every image of archives, and check every checksum") { inputs, maxPixels,
            models };
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
            if (VaeArchive.IsArchive(file))
            {
                int images = await Task.Run(() => Check(new VaeArchive(file, options), progress, stop), stop).ConfigureAwait(false);
                return $"{InputFile.Display(name)}: intact, {images} {(images == 1 ? "image" : "images")}";
            }

            Signature.RequireVaec(file);
            PixelImage image = await Task.Run(() => decoder.Decode(file, progress, stop), stop).ConfigureAwait(false);
            return $"{InputFile.Display(name)}: intact, {image.Width} x {image.Height}";
        }, cancellationToken);
    }

    /// <summary>Decodes every image of an archive, also behind one that is damaged, so that all of those can be told; returns their
    /// number.</summary>
    private static int Check(VaeArchive archive, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var bad = new List<(string Name, VaeCodecException Error)>();
        for (int i = 0; i < archive.Entries.Count; i++)
        {
            try
            {
                archive.Decode(i, null, cancellationToken);
            }
            catch (VaeCodecException error)
            {
                bad.Add((archive.Entries[i].Name, error));
            }

            progress.Report((i + 1) / (double)archive.Entries.Count);
        }

        if (bad.Count == 0)
            return archive.Entries.Count;
        const int most = 5;
        string names = string.Join(", ", bad.Take(most).Select(entry => $"'{entry.Name}'")) + (bad.Count > most ? ", ..." : "");
        VaeCodecException first = bad[0].Error;
        throw new VaeCodecException(first.Kind,
            $"{bad.Count} of {archive.Entries.Count} images cannot be decoded ({names}); the first: {first.Message}", inner: first);
    }
}
