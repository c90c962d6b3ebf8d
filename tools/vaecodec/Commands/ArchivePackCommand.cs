using System.CommandLine;
using System.Diagnostics;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Images;
using VaeCodec.Tool.Files;
using VaeCodec.Tool.Reports;

namespace VaeCodec.Tool.Commands;

/// <summary><c>vaecodec archive pack</c>: image files to one .vaea file.</summary>
internal static class ArchivePackCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> output = new("OUT.vaea") { Description = "The archive to make, or - for stdout" };
        Argument<string[]> inputs = SharedOptions.Inputs("IN",
            "Image files; each is known by its name without the folder, with a number where two are alike");
        Option<double> quality = SharedOptions.Quality();
        Option<bool> lossless = new("--lossless")
        {
            Description = "Keep the exact pixels of all images, not only of those that are chained",
        };
        Option<int> effort = SharedOptions.Effort();
        Option<int> restart = SharedOptions.InRange(
            new Option<int>("--restart")
            {
                Description = "Images in a chain: to get one, so many are decoded",
                HelpName = "N",
                DefaultValueFactory = _ => new VaeArchiveOptions().Restart
            }, 1, ArchiveChains.MaxRestart);
        Option<string?> imageModel = new("--image-model")
        {
            Description = "The only model of small images to use where it fits, by name or hash (default: whichever takes the fewest "
                + "bytes for each image)",
            HelpName = "NAME",
        };
        Option<string?> models = SharedOptions.Models();
        Option<bool> strip = SharedOptions.Strip();
        Option<long> maxPixels = SharedOptions.MaxPixels();
        Option<int> threads = SharedOptions.Threads();
        Option<bool> force = SharedOptions.Force();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("pack", "Make an archive of image files") { output, inputs, quality, lossless, effort, restart,
            imageModel, models, strip, maxPixels, threads, force, json };
        command.Validators.Add(result =>
        {
            if (result.GetResult(json) is { Implicit: false } && result.GetResult(output)?.Tokens is [{ Value: InputFile.Standard }])
                result.AddError("--json and '-' for the archive both want stdout; give one of them.");
            if (result.GetResult(inputs)?.Tokens.Any(token => token.Value == InputFile.Standard) == true)
                result.AddError("stdin has no name to give an image in the archive; name files.");
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new VaeArchiveOptions
            {
                Restart = parsed.GetValue(restart),
                ImageModel = parsed.GetValue(imageModel),
                Encoder = new()
                {
                    Mode = !parsed.GetValue(lossless) ? Mode.Lossy(Rate.Quality(parsed.GetValue(quality)), parsed.GetValue(effort))
                        : Mode.Lossless(parsed.GetResult(quality) is { Implicit: false } ? Rate.Quality(parsed.GetValue(quality)) : null),
                    ModelsFolder = parsed.GetValue(models),
                    Strip = parsed.GetValue(strip),
                    MaxPixels = parsed.GetValue(maxPixels),
                    Threads = parsed.GetValue(threads),
                },
            };
            var archive = new OutputFile(parsed.GetRequiredValue(output), parsed.GetValue(force) ? Existing.Replace : Existing.Refuse);
            return RunAsync(parsed.GetRequiredValue(inputs), archive, options, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(string[] inputs, OutputFile output, VaeArchiveOptions options, bool json,
        CancellationToken cancellationToken)
    {
        OutputKind.Archive.Require(output.Name);
        output.RequireFree();
        string[] names = OutputNames.InArchive(inputs);
        var clock = Stopwatch.StartNew();
        var writer = new VaeArchiveWriter(options);
        var reading = new ImageFileOptions { MaxPixels = options.Encoder.MaxPixels };
        List<string> warnings = [];
        int code = await Batch.RunAsync([.. inputs.Zip(names)], item => item.First, async (item, progress, stop) =>
        {
            PixelImage image = await PictureFile.LoadAsync(item.First, reading, progress, stop).ConfigureAwait(false);
            await Task.Run(() => writer.Add(item.Second, image, progress, stop), stop).ConfigureAwait(false);
            warnings.AddRange(progress.Warnings.Select(line => Printable.Line($"{item.First}: {line}")));
            return null;
        }, cancellationToken).ConfigureAwait(false);
        if (code != ExitCode.Success)
            return Failure.Report($"{output.Name}: not written, because not all of its images could be read.", code);
        return await Batch.RunAsync([output], file => InputFile.Display(file.Name), async (file, progress, stop) =>
        {
            VaeArchiveSummary summary = await Task.Run(() => writer.Finish(progress, stop), stop).ConfigureAwait(false);
            await file.WriteAsync(summary.Bytes, stop).ConfigureAwait(false);
            if (summary.Unfit > 0)
                progress.Warn(Unfit(summary, options.ImageModel!));
            ArchivePackReport report = ArchivePackReport.From(summary, [.. warnings, .. progress.Warnings], clock.Elapsed);
            if (json)
                JsonOutput.Write([report], ReportContext.Default.ArchivePackReport, asArray: false);
            return json || file.IsStandard ? null : report.ToText(file.Name);
        }, cancellationToken).ConfigureAwait(false);
    }

    private static string Unfit(VaeArchiveSummary summary, string model)
        => $"--image-model {model} does not fit {summary.Unfit} of {summary.Pictures} {(summary.Pictures == 1 ? "image" : "images")}, by "
            + "size, colours or metadata; coded in other ways";
}
