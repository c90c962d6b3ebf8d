using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using VaeCodec.Images;
using VaeCodec.Tool.Files;
using VaeCodec.Tool.Reports;

namespace VaeCodec.Tool.Commands;

/// <summary><c>vaecodec encode</c>: image files to .vaec files.</summary>
internal static class EncodeCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var files = new FileArguments(OutputKind.Vaec, SharedOptions.Inputs("IN", "Image files, folders with --recursive, or - for stdin"),
            SharedOptions.Output("The .vaec file, - for stdout, or a folder for several inputs; may also be the last name, without -o"));
        var mode = new ModeArguments();
        Option<string?> model = SharedOptions.Model();
        Option<string?> models = SharedOptions.Models();
        Option<bool> strip = SharedOptions.Strip(), keepHidden = new("--keep-hidden")
        {
            Description = "Keep the colours of pixels whose alpha is 0; otherwise a lossy file has smooth ones there",
        };
        Option<int?> depth = new Option<int?>("--depth")
        {
            Description = "Round pictures of 16 bits per channel to 8 instead of refusing them",
            HelpName = "8",
        };
        depth.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not "8" and var text }])
                result.AddError($"--depth is {text}; the codec's only depth is 8.");
        });
        Option<long> maxPixels = SharedOptions.MaxPixels();
        Option<int> threads = SharedOptions.Threads();

        var command = new Command("encode", "Encode image files: vaecodec encode IN... -o OUT, or vaecodec encode IN OUT.vaec");
        files.AddTo(command);
        mode.AddTo(command);
        foreach (Option option in new Option[] { strip, keepHidden, depth, model, models, maxPixels, threads })
            command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new EncoderOptions
            {
                Mode = mode.Mode(parsed),
                AllowExact = mode.AllowsExact(parsed),
                Strip = parsed.GetValue(strip),
                KeepHidden = parsed.GetValue(keepHidden),
                MaxPixels = parsed.GetValue(maxPixels),
                Model = parsed.GetValue(model),
                ModelsFolder = parsed.GetValue(models),
                Threads = parsed.GetValue(threads),
            };
            // beside libvips, which takes as long; errors show where the model is used
            _ = Task.Run(() => VaeModels.Preload(options), cancellationToken);
            var reading = new ImageFileOptions { ReduceDepth = parsed.GetValue(depth) is not null, MaxPixels = options.MaxPixels };
            return RunAsync(files.Jobs(parsed), options, reading, files.IsJson(parsed), cancellationToken);
        });
        return command;
    }

    private static Task<int> RunAsync(JobList jobs, EncoderOptions options, ImageFileOptions reading, bool json,
        CancellationToken cancellationToken)
    {
        var encoder = new VaeEncoder(options);
        return Conversion.RunAsync(jobs, json, async (job, item, stop) =>
        {
            PixelImage image = await PictureFile.LoadAsync(job.Input.Name, reading, item, stop).ConfigureAwait(false);
            VaeModels.Preload(options);
            var clock = Stopwatch.StartNew();
            EncodedImage encoded = await Task.Run(() => encoder.Encode(image, item, stop), stop).ConfigureAwait(false);
            clock.Stop();
            return new Product(encoded.Bytes, warnings => EncodeReport.ToJson(job, encoded, options.Mode, clock.Elapsed, warnings),
                Summary(job, encoded));
        }, cancellationToken);
    }

    private static string Summary(Job job, EncodedImage encoded) => string.Create(CultureInfo.InvariantCulture,
        $"{job.Output.Name}: {encoded.Width} x {encoded.Height}, {encoded.Bytes.Length} bytes, {encoded.BitsPerPixel:F4} bpp, "
            + $"{(double.IsFinite(encoded.Psnr) ? $"{encoded.Psnr:F2} dB" : "exact")}"
            + $"{(encoded.ColourBytes is { } colour ? $" (as RGB {colour} bytes)" : "")}");
}
