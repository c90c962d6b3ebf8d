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
                int images = Check(new VaeArchive(file, options, stop), progress, stop);
                return $"{InputFile.Display(name)}: intact, {images} {(images == 1 ? "image" : "images")}";
            }

            PixelImage image = decoder.Decode(file, progress, stop);
            return $"{InputFile.Display(name)}: intact, {image.Width} x {image.Height}";
        }, cancellationToken);
    }

    /// <summary>Decodes every image of an archive, also behind one that is damaged, so that all of those can be told; returns their
    /// number.</summary>
    private static int Check(VaeArchive archive, IProgress<double> progress, CancellationToken cancellationToken)
    {
        const int most = 5;
        var firstBad = new SortedDictionary<int, VaeCodecException>(); // no more than are named: there may be many
        int bad = 0, done = 0, last = -1;
        foreach (int i in ArchivePlaces.ByChain(archive))
        {
            if (!archive.TryDecode(i, out _, out VaeCodecException? failure, null, cancellationToken)
                && (++bad <= most || i < last))
            {
                firstBad.Add(i, failure);
                if (firstBad.Count > most)
                    firstBad.Remove(last);
                last = firstBad.Keys.Last();
            }

            progress.Report(++done / (double)archive.Entries.Count);
        }

        if (bad == 0)
            return archive.Entries.Count;
        string names = string.Join(", ", firstBad.Keys.Select(entry => $"'{archive.Entries[entry].Name}'")) + (bad > most ? ", ..." : "");
        VaeCodecException first = firstBad.Values.First();
        throw new VaeCodecException(first.Kind,
            $"{bad} of {archive.Entries.Count} images cannot be decoded ({names}); the first: {first.Message}", inner: first);
    }
}
