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
        Argument<string> output = SharedOptions.NoOptions(new Argument<string>("OUT.vaea")
        {
            Description =
            "The archive to make, or - for stdout"
        });
        Argument<string[]> inputs = SharedOptions.Inputs("IN", "Image files; each is known by its name without the folder");
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
            Description = "The model of small images that chains all that it can, by name or hash; the others go as without it (default: "
                + "the one that suits each image)",
            HelpName = "NAME",
        };
        Option<string?> models = SharedOptions.Models();
        Option<bool> strip = SharedOptions.Strip();
        Option<long> maxPixels = SharedOptions.MaxPixels();
        Option<int> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("pack", "Make an archive of image files") { output, inputs, quality, lossless, effort, restart,
            imageModel, models, strip, maxPixels, threads, json };
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
            return RunAsync(parsed.GetRequiredValue(inputs), parsed.GetRequiredValue(output), options, parsed.GetValue(json),
                cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(string[] inputs, string output, VaeArchiveOptions options, bool json,
        CancellationToken cancellationToken)
    {
        string? clash = inputs.GroupBy(input => ArchiveNames.Stem(Path.GetFileName(input)))
            .FirstOrDefault(group => group.Skip(1).Any())?.Key;
        if (clash is not null)
            throw new UsageException($"several inputs are called '{clash}', but for folder and extension; rename them or give them in "
                + "separate runs");
        var clock = Stopwatch.StartNew();
        var writer = new VaeArchiveWriter(options);
        var reading = new ImageFileOptions { MaxPixels = options.Encoder.MaxPixels };
        int code = await Batch.RunAsync(inputs, InputFile.Display, async (input, progress, stop) =>
        {
            PixelImage image = ImageFile.Load(input, reading, stop);
            await Task.Run(() => writer.Add(Path.GetFileName(input), image, progress, stop), stop).ConfigureAwait(false);
            return null;
        }, cancellationToken).ConfigureAwait(false);
        if (code != ExitCode.Success)
            return Failure.Report($"{output}: not written, because not all of its images could be read.", code);
        VaeArchiveSummary summary = await Task.Run(() => writer.Finish(null, cancellationToken), cancellationToken).ConfigureAwait(false);
        await OutputFile.WriteAsync(output, summary.Bytes, cancellationToken).ConfigureAwait(false);
        ArchivePackReport report = ArchivePackReport.From(summary, clock.Elapsed);
        if (json)
            JsonOutput.Write([report], ReportContext.Default.ArchivePackReport, asArray: false);
        else if (output != InputFile.Standard)
            Console.Out.WriteLine(Printable.Lines(report.ToText(output)));
        return code;
    }
}
