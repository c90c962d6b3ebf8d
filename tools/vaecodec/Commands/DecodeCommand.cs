using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using VaeCodec.Images;
using VaeCodec.Tool.Files;
using VaeCodec.Tool.Reports;

namespace VaeCodec.Tool.Commands;

/// <summary><c>vaecodec decode</c>: .vaec files to image files.</summary>
internal static class DecodeCommand
{
    private const int MaxLayers = 255;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var files = new FileArguments(OutputKind.Picture,
            SharedOptions.Inputs("IN.vaec", "Files to decode, folders with --recursive, or - for stdin"), SharedOptions.Output(
            "The image file (its extension names the format), - for PNG on stdout, or a folder for several inputs; may also be the last "
                + "name, without -o"));
        Option<int> layers = SharedOptions.InRange(
            new Option<int>("--layers")
            {
                Description = "Use the first K latent layers only: a coarse picture; all of them: the lossy one, without texture",
                HelpName = "K",
            }, 0, MaxLayers);
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
        Option<bool> strip = SharedOptions.Strip();
        Option<int> quality = SharedOptions.InRange(
            new Option<int>("--quality")
            {
                Description = "Of a JPEG (95 if not given), WebP or AVIF (both without loss if not given)",
                HelpName = "1..100",
            }, 1, 100);
        Option<int> background = new("--background")
        {
            Description = "What is put behind a picture with alpha where the output has none; white if not given",
            HelpName = "RRGGBB",
            DefaultValueFactory = _ => new ImageSaveOptions().Background,
            CustomParser = result => ParseColour(result.Tokens[^1].Value) ?? Fail(result),
        };
        var limits = new LimitArguments();
        Option<int> threads = SharedOptions.Threads();

        var command = new Command("decode", "Decode .vaec files: vaecodec decode IN... -o OUT, or vaecodec decode IN OUT.png");
        files.AddTo(command);
        foreach (Option option in new Option[] { layers, scale, truncated, strip, quality, background })
            command.Options.Add(option);
        limits.AddTo(command);
        command.Options.Add(threads);
        command.SetAction((parsed, cancellationToken) =>
        {
            _ = Task.Run(VaeModels.Preload, cancellationToken); // beside libvips, which takes as long; errors show where the model is used
            DecoderOptions options = limits.Of(parsed) with
            {
                Layers = parsed.GetResult(layers) is { Implicit: false } ? parsed.GetValue(layers) : null,
                Scale = parsed.GetValue(scale),
                AllowTruncated = parsed.GetValue(truncated),
                Threads = parsed.GetValue(threads),
            };
            var writing = new ImageSaveOptions
            {
                Quality = parsed.GetResult(quality) is { Implicit: false } ? parsed.GetValue(quality) : null,
                Background = parsed.GetValue(background),
            };
            JobList jobs = files.Jobs(parsed);
            foreach (string format in jobs.Jobs.Select(job => FormatOf(job.Output)).Distinct())
                ImageFile.RequireWritable(format, writing);
            return RunAsync(jobs, options, writing, parsed.GetValue(strip), files.IsJson(parsed), cancellationToken);
        });
        return command;

        static int Fail(System.CommandLine.Parsing.ArgumentResult result)
        {
            result.AddError($"--background is {result.Tokens[^1].Value}; it takes six hexadecimal digits, such as ffffff for white.");
            return 0;
        }
    }

    private static Task<int> RunAsync(JobList jobs, DecoderOptions options, ImageSaveOptions writing, bool strip, bool json,
        CancellationToken cancellationToken)
    {
        var decoder = new VaeDecoder(options);
        return Conversion.RunAsync(jobs, json, async (job, item, stop) =>
        {
            byte[] file = await InputFile.ReadAsync(job.Input.Name, head => Signature.RequireVaec(head, options.MaxPixels), stop)
                .ConfigureAwait(false);
            VaeModels.Preload(file, options);
            var clock = Stopwatch.StartNew();
            DecodedImage decoded = await Task.Run(() => decoder.DecodeDetailed(file, item, stop), stop).ConfigureAwait(false);
            clock.Stop();
            if (decoded.IsCutShort)
                item.Warn($"cut short: {decoded.Layers} of {decoded.LayersInAll} layers decoded"
                    + $"{(decoded.LayersInAll == decoded.Layers ? ", without the exact pixels" : "")}");
            PixelImage image = strip ? decoded.Image with { Metadata = ImageMetadata.None } : decoded.Image;
            byte[] written = ImageFile.SaveToBytes(image, FormatOf(job.Output), writing with { OnWarning = item.Warn });
            return new Product(written, warnings => DecodeReport.ToJson(job, image, VaeDecoder.Identify(new MemoryStream(file)).Model,
                clock.Elapsed, warnings), Line: null);
        }, cancellationToken);
    }

    private static string FormatOf(OutputFile output) => output.IsStandard || output.IsStream ? OutputKind.Picture.Extension
        : Path.GetExtension(output.Name);

    private static int? ParseColour(string text)
        => text.Length == 6 && int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int colour) ? colour
            : null;
}
