using System.CommandLine;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Images;
using VaeCodec.Tool.Files;
using VaeCodec.Tool.Reports;

namespace VaeCodec.Tool.Commands;

/// <summary><c>vaecodec archive extract</c>: images of an archive to PNG files.</summary>
internal static class ArchiveExtractCommand
{
    private const string Format = ".png";

    /// <summary>Images that cannot be decoded are named up to this number, and counted from there on; JSON has them all.</summary>
    private const int MostNamed = 100;

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
        Option<bool> json = SharedOptions.Json();
        var existing = new ExistingArguments();
        var command = new Command("extract", "Decode images of an archive") { input, names, output };
        limits.AddTo(command);
        command.Options.Add(threads);
        command.Options.Add(json);
        existing.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(input), parsed.GetValue(names) ?? [],
            parsed.GetRequiredValue(output)!, existing.Of(parsed), parsed.GetValue(json),
            limits.Of(parsed) with { Threads = parsed.GetValue(threads) }, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string input, string[] names, string folder, Existing existing, bool json,
        DecoderOptions options, CancellationToken cancellationToken)
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

        string where = InputFile.Display(input);
        int unreadable = 0, failed = 0, mostNamed = json ? int.MaxValue : MostNamed;
        int[] places = [.. Places(archive, names, where).Where(place => archive.Entries[place].Width > 0 || ++unreadable <= mostNamed)];
        JobList jobs = new(new ExtractionFolder(archive, where, places, folder, Format, existing).Jobs, IsSeveral: true);
        int code = await Conversion.RunAsync(jobs, json, (job, item, stop) =>
        {
            int entry = ((ExtractionJob)job).Entry;
            var clock = Stopwatch.StartNew();
            if (Decode(archive, entry, ref failed, mostNamed, item, stop) is not { } image)
                return Task.FromResult<Product?>(null);
            TimeSpan time = clock.Elapsed;
            return Task.FromResult<Product?>(new(ImageFile.SaveToBytes(image, Format),
                warnings => DecodeReport.ToJson(job, image, archive.Entries[entry].Model, time, warnings), Line: null));
        }, cancellationToken).ConfigureAwait(false);
        int more = Math.Max(0, unreadable - mostNamed) + Math.Max(0, failed - mostNamed);
        return more == 0 ? code : ExitCode.Worse(code, Failure.Report($"{where}: {more} more of its images cannot be decoded",
            ExitCode.BadInput));
    }

    /// <summary>An image, or null where it is not the first that cannot be decoded: there may be hundreds of thousands.</summary>
    private static PixelImage? Decode(VaeArchive archive, int entry, ref int failed, int mostNamed, IItemReport item,
        CancellationToken cancellationToken)
    {
        if (!archive.TryDecode(entry, out PixelImage? image, out VaeCodecException? failure, item, cancellationToken)
            && ++failed <= mostNamed)
            ExceptionDispatchInfo.Throw(failure);
        return image;
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
