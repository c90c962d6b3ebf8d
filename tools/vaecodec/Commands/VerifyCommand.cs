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
        var limits = new LimitArguments();
        var command = new Command("verify", "Decode files, and every image of archives, and check every checksum") { inputs };
        limits.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(inputs), limits.Of(parsed), cancellationToken));
        return command;
    }

    private static Task<int> RunAsync(string[] inputs, DecoderOptions options, CancellationToken cancellationToken)
    {
        var decoder = new VaeDecoder(options);
        return Batch.RunAsync(inputs, InputFile.Display, async (name, progress, stop) =>
        {
            byte[] file = await InputFile.ReadAsync(name, head => Signature.RequireVaecOrArchive(head, options.MaxPixels), stop)
                .ConfigureAwait(false);
            if (VaeArchive.IsArchive(file))
            {
                int images = await Task.Run(() => Check(new VaeArchive(file, options, stop), progress, stop), stop).ConfigureAwait(false);
                return $"{InputFile.Display(name)}: intact, {images} {(images == 1 ? "image" : "images")}";
            }

            PixelImage image = await Task.Run(() => decoder.Decode(file, progress, stop), stop).ConfigureAwait(false);
            return $"{InputFile.Display(name)}: intact, {image.Width} x {image.Height}";
        }, cancellationToken);
    }

    /// <summary>Decodes every image of an archive, also behind one that is damaged, so that all of those can be told; returns their
    /// number.</summary>
    private static int Check(VaeArchive archive, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var bad = new List<(int Entry, VaeCodecException Error)>();
        int done = 0;
        foreach (int i in ArchivePlaces.ByChain(archive))
        {
            try
            {
                archive.Decode(i, null, cancellationToken);
            }
            catch (VaeCodecException error)
            {
                bad.Add((i, error));
            }

            progress.Report(++done / (double)archive.Entries.Count);
        }

        if (bad.Count == 0)
            return archive.Entries.Count;
        bad.Sort((one, other) => one.Entry.CompareTo(other.Entry));
        const int most = 5;
        string names = string.Join(", ", bad.Take(most).Select(image => $"'{archive.Entries[image.Entry].Name}'"))
            + (bad.Count > most ? ", ..." : "");
        VaeCodecException first = bad[0].Error;
        throw new VaeCodecException(first.Kind,
            $"{bad.Count} of {archive.Entries.Count} images cannot be decoded ({names}); the first: {first.Message}", inner: first);
    }
}
