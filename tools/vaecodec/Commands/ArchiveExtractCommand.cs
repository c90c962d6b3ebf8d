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
        Argument<string[]> names = new("NAME")
        {
            Description = "Which images, by their names in the archive, with or without extension; all if none is given",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string?> output = SharedOptions.Output("The folder for the images, which become PNG");
        output.Required = true;
        var limits = new LimitArguments();
        Option<int> threads = SharedOptions.Threads();
        var existing = new ExistingArguments();
        var command = new Command("extract", "Decode images of an archive") { input, names, output };
        limits.AddTo(command);
        command.Options.Add(threads);
        existing.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(input), parsed.GetValue(names) ?? [],
            parsed.GetRequiredValue(output)!, existing.Of(parsed),
            limits.Of(parsed) with { Threads = parsed.GetValue(threads) }, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string input, string[] names, string folder, Existing existing, DecoderOptions options,
        CancellationToken cancellationToken)
    {
        if (folder == InputFile.Standard || FileSystem.Find(folder) is { Kind: not FileEntryKind.Folder })
            throw new UsageException($"{folder}: extracting needs a folder for -o");
        VaeArchive archive;
        try
        {
            archive = await ArchiveCommand.OpenAsync(input, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is VaeCodecException or IOException or UnauthorizedAccessException)
        {
            return Failure.Report(Failure.Describe(exception, InputFile.Display(input)), Failure.CodeOf(exception));
        }

        var target = new ExtractionFolder(folder, Format, existing);
        var wanted = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (int place in Places(archive, names, InputFile.Display(input)))
            wanted.Add(archive.Entries[place].Name, place);
        JobList jobs = new([.. wanted.Keys.Select(name => target.JobOf(InputFile.Display(input), name))], IsSeveral: true);
        return await Conversion.RunAsync(jobs, json: false, async (job, item, stop) =>
        {
            PixelImage image = await Task.Run(() => archive.Decode(wanted[job.Input.Place], item, stop), stop).ConfigureAwait(false);
            return new Product(ImageFile.SaveToBytes(image, Format), _ => "", Line: null);
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
