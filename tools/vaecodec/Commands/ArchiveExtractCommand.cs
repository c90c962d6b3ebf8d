using System.CommandLine;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Images;
using VaeCodec.Tool.Files;

namespace VaeCodec.Tool.Commands;

/// <summary><c>vaecodec archive extract</c>: images of an archive to PNG files.</summary>
internal static class ArchiveExtractCommand
{
    private const string Format = ".png";

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> input = ArchiveCommand.Input();
        Argument<string[]> names = SharedOptions.NoOptions(new Argument<string[]>("NAME")
        {
            Description =
            "Which images, by their names in the archive, with or without extension; all if none is given",
            Arity = ArgumentArity.ZeroOrMore
        });
        Option<string> output = SharedOptions.Output("The folder for the images, which become PNG");
        Option<long> maxPixels = SharedOptions.MaxPixels();
        Option<double> maxWork = SharedOptions.MaxWork();
        Option<string?> models = SharedOptions.Models();
        Option<int> threads = SharedOptions.Threads();
        var command = new Command("extract", "Decode images of an archive") { input, names, output, maxPixels, maxWork, models, threads };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(input), parsed.GetValue(names) ?? [],
            parsed.GetRequiredValue(output),
            new()
            {
                MaxPixels = parsed.GetValue(maxPixels),
                MaxWork = SharedOptions.WorkOf(parsed, maxWork),
                ModelsFolder = parsed.GetValue(models),
                Threads = parsed.GetValue(threads),
            }, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string input, string[] names, string folder, DecoderOptions options,
        CancellationToken cancellationToken)
    {
        if (folder == InputFile.Standard || File.Exists(folder))
            throw new UsageException($"{folder}: extracting needs a folder for -o");
        VaeArchive archive;
        try
        {
            byte[] file = await InputFile.ReadAsync(input, WholeStream.RequireArchive, cancellationToken).ConfigureAwait(false);
            archive = await Task.Run(() => new VaeArchive(file, options, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is VaeCodecException or IOException or UnauthorizedAccessException)
        {
            return Failure.Report(Failure.Describe(exception, InputFile.Display(input)), Failure.CodeOf(exception));
        }

        var target = new ExtractionFolder(folder);
        int[] wanted = Places(archive, names, InputFile.Display(input));
        Directory.CreateDirectory(folder);
        return await Batch.RunAsync(wanted, entry => $"{InputFile.Display(input)}: {archive.Entries[entry].Name}",
            async (entry, progress, stop) =>
        {
            PixelImage image = await Task.Run(() => archive.Decode(entry, progress, stop), stop).ConfigureAwait(false);
            await OutputFile.WriteAsync(target.PathOf(archive.Entries[entry].Name, Format), ImageFile.SaveToBytes(image, Format), stop)
                .ConfigureAwait(false);
            return null;
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The places of the images that are wanted, in an order in which no chain is decoded twice.</summary>
    private static int[] Places(VaeArchive archive, string[] names, string where)
    {
        var wanted = new HashSet<string>(names, StringComparer.Ordinal);
        int[] places = ArchivePlaces.ByChain(archive, Enumerable.Range(0, archive.Entries.Count)
            .Where(i => names.Length == 0 || IsWanted(archive.Entries[i].Name)));
        return names.Length == 0 || wanted.Count == 0 ? places
            : throw new UsageException($"{where} has no image '{wanted.First()}'; 'vaecodec archive list' shows what it has");

        // both forms are struck off
        bool IsWanted(string name) => wanted.Remove(name) | wanted.Remove(ArchiveNames.Stem(name));
    }
}
