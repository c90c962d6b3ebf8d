using System.CommandLine;
using System.Diagnostics;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Images;
using VaeCodec.Tool.Files;
using VaeCodec.Tool.Reports;

namespace VaeCodec.Tool.Commands;

/// <summary><c>vaecodec decode</c>: .vaec files to image files.</summary>
internal static class DecodeCommand
{
    private const string DefaultFormat = ".png";
    private const int MaxLayers = 255;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string[]> inputs = SharedOptions.Inputs("IN.vaec", "Files to decode, or - for stdin");
        Option<string> output = SharedOptions.Output(
            "The image file (its extension names the format), - for PNG on stdout, or a folder for several inputs");
        Option<int> layers = SharedOptions.InRange(
            new Option<int>("--layers")
            {
                Description =
                "Use the first K latent layers only: a coarse picture; all of them: the lossy one, without texture",
                HelpName = "K"
            }, 0,
                MaxLayers);
        Option<int> scale = new("--scale")
        {
            Description = "Give the picture at 1/1, 1/2, 1/4 or 1/8 of its width and height",
            HelpName = "1|2|4|8",
            DefaultValueFactory = _ => 1,
        };
        scale.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not ("1" or "2" or "4" or "8") and var text }])
                result.AddError($"--scale is {text}; it must be 1, 2, 4 or 8.");
        });
        Option<bool> truncated = new("--allow-truncated") { Description = "Decode what there is of a file that has been cut short" };
        Option<long> maxPixels = SharedOptions.MaxPixels();
        Option<double> maxWork = SharedOptions.MaxWork();
        Option<string?> models = SharedOptions.Models();
        Option<int> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();

        var command = new Command("decode", "Decode .vaec files to image files") { inputs, output, layers, scale, truncated, maxPixels,
            maxWork, models, threads, json };
        command.Validators.Add(result =>
        {
            if (result.GetResult(json) is { Implicit: false } && result.GetResult(output)?.Tokens is [{ Value: InputFile.Standard }])
                result.AddError("--json and '-o -' both want stdout; give one of them.");
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            _ = Task.Run(VaeModels.Preload, cancellationToken); // beside libvips, which takes as long; errors show where the model is used
            var options = new DecoderOptions
            {
                Layers = parsed.GetResult(layers) is { Implicit: false } ? parsed.GetValue(layers) : null,
                Scale = parsed.GetValue(scale),
                AllowTruncated = parsed.GetValue(truncated),
                MaxPixels = parsed.GetValue(maxPixels),
                MaxWork = SharedOptions.WorkOf(parsed, maxWork),
                ModelsFolder = parsed.GetValue(models),
                Threads = parsed.GetValue(threads),
            };
            Job[] jobs = Job.Pair(parsed.GetRequiredValue(inputs), parsed.GetRequiredValue(output), DefaultFormat);
            foreach (Job job in jobs)
                ImageFile.RequireWritable(FormatOf(job.Output));
            return RunAsync(jobs, options, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(Job[] jobs, DecoderOptions options, bool json, CancellationToken cancellationToken)
    {
        var decoder = new VaeDecoder(options);
        var reports = new List<DecodeReport>();
        int code = await Batch.RunAsync(jobs, job => InputFile.Display(job.Input), async (job, progress, stop) =>
        {
            byte[] file = await InputFile.ReadAsync(job.Input, head => WholeStream.RequireFile(head, options.MaxPixels), stop)
                .ConfigureAwait(false);
            VaeModels.Preload(file, options);
            var clock = Stopwatch.StartNew();
            DecodedImage decoded = await Task.Run(() => decoder.DecodeDetailed(file, progress, stop), stop).ConfigureAwait(false);
            clock.Stop();
            PixelImage image = decoded.Image;
            await OutputFile.WriteAsync(job.Output, ImageFile.SaveToBytes(image, FormatOf(job.Output)), stop).ConfigureAwait(false);
            if (decoded.IsCutShort)
                progress.Warn($"vaecodec: {InputFile.Display(job.Input)}: cut short: {decoded.Layers} of {decoded.LayersInAll} layers "
                    + $"decoded{(decoded.LayersInAll == decoded.Layers ? ", without the exact pixels" : "")}");
            if (json)
                reports.Add(DecodeReport.From(image, clock.Elapsed, jobs.Length > 1 ? job.Output : null));
            return null;
        }, cancellationToken).ConfigureAwait(false);
        if (json)
            JsonOutput.Write(reports, ReportContext.Default.DecodeReport, jobs.Length > 1);
        return code;
    }

    private static string FormatOf(string output)
        => output == InputFile.Standard || output.StartsWith("/dev/", StringComparison.Ordinal) ? DefaultFormat : Path.GetExtension(output);
}
