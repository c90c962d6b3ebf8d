using System.CommandLine.Parsing;
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
        Argument<string[]> inputs = SharedOptions.Inputs("IN", "Image files, or - for stdin");
        Option<string> output = SharedOptions.Output("The .vaec file, - for stdout, or a folder for several inputs");
        Option<double> quality = SharedOptions.Quality();
        Option<double[]?> beta = new("--beta")
        {
            Description = "Rate multipliers, one per latent layer and coarsest first, or one for all; in place of -q",
            HelpName = "b1,..,bL",
            CustomParser = ParseBeta,
        };
        Option<double?> bpp = Target<double>("--target-bpp", "Bits per pixel that the file shall have (within 1 %)", "X");
        Option<long?> size = Target<long>("--target-size", "Bytes that the file shall have at most", "BYTES");
        Option<double?> psnr = Target<double>("--target-psnr", "PSNR in dB that the decoded picture shall have at least", "DB");
        Option<int> effort = SharedOptions.Effort();
        Option<string?> model = new("--model")
        {
            Description = "The weights to use, by name or by the first digits of their hash, at least eight; the decoder needs them too",
            HelpName = "NAME|HASH",
        };
        Option<string?> models = SharedOptions.Models();
        Option<bool> lossless = new("--lossless")
        {
            Description = "Keep the exact pixels, behind a lossy picture (of -q, 0 if not given, or --beta)",
        };
        Option<bool> texture = new("--texture")
        {
            Description = "Have decoders draw texture in place of blur; decode with --layers leaves it out",
        };
        Option<double> temperature = SharedOptions.Temperature();
        Option<uint> seed = new("--seed") { Description = "Of the texture's random numbers", HelpName = "S" };
        Option<int> threads = SharedOptions.Threads();
        Option<bool> strip = SharedOptions.Strip();
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
        Option<bool> json = SharedOptions.Json();

        var command = new Command("encode", "Encode image files") { inputs, output, quality, beta, bpp, size, psnr, effort, lossless,
            texture, temperature, seed, strip, depth, maxPixels, model, models, threads, json };
        command.Validators.Add(result =>
        {
            string[] chosen = [.. new Option[] { quality, beta, bpp, size, psnr }.Where(o => result.GetResult(o) is { Implicit: false })
                .Select(o => o.Name)];
            if (chosen.Length > 1)
                result.AddError($"{string.Join(" and ", chosen)} all choose the rate; give one of them.");
            if (result.GetResult(lossless) is { Implicit: false } && chosen.Any(name =>
                name.StartsWith("--target", StringComparison.Ordinal)))
                result.AddError($"{chosen[0]} cannot be met by --lossless, which has the size that the pixels need; give one of them.");
            bool textured = result.GetResult(texture) is { Implicit: false };
            if (textured && result.GetResult(lossless) is { Implicit: false })
                result.AddError("--lossless keeps the picture's own texture and leaves none to --texture; give one of them.");
            if (textured && chosen.Contains(psnr.Name))
                result.AddError($"{psnr.Name} cannot be met by --texture, which is no nearer to the picture; give another target.");
            foreach (Option option in new Option[] { temperature, seed }.Where(o => !textured
                && result.GetResult(o) is { Implicit: false }))
                result.AddError($"{option.Name} is for --texture, which is not given.");
            if (result.GetResult(lossless) is { Implicit: false } && result.GetResult(effort) is { Implicit: false })
                result.AddError($"{effort.Name} is for lossy files: a lossless one has nothing to optimise.");
            if (result.GetResult(json) is { Implicit: false } && result.GetResult(output)?.Tokens is [{ Value: InputFile.Standard }])
                result.AddError("--json and '-o -' both want stdout; give one of them.");
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            bool hasQuality = parsed.GetResult(quality) is { Implicit: false };
            Rate? rate = parsed.GetValue(bpp) is { } bitsPerPixel ? Rate.BitsPerPixel(bitsPerPixel)
                : parsed.GetValue(size) is { } bytes ? Rate.Bytes(bytes)
                : parsed.GetValue(psnr) is { } decibel ? Rate.Psnr(decibel)
                : parsed.GetResult(beta) is { Implicit: false } ? Rate.Beta(parsed.GetValue(beta)!)
                : hasQuality ? Rate.Quality(parsed.GetValue(quality))
                : null;
            var options = new EncoderOptions
            {
                Mode = parsed.GetValue(lossless) ? Mode.Lossless(rate)
                    : parsed.GetValue(texture) ? Mode.Texture(rate, parsed.GetValue(temperature), parsed.GetValue(seed),
                        parsed.GetValue(effort))
                    : Mode.Lossy(rate, parsed.GetValue(effort)),
                Strip = parsed.GetValue(strip),
                MaxPixels = parsed.GetValue(maxPixels),
                Model = parsed.GetValue(model),
                ModelsFolder = parsed.GetValue(models),
                Threads = parsed.GetValue(threads),
            };
            // beside libvips, which takes as long; errors show where the model is used
            _ = Task.Run(() => VaeModels.Preload(options), cancellationToken);
            var reading = new ImageFileOptions { ReduceDepth = parsed.GetValue(depth) is not null, MaxPixels = options.MaxPixels };
            Job[] jobs = Job.Pair(parsed.GetRequiredValue(inputs), parsed.GetRequiredValue(output), ".vaec");
            return RunAsync(jobs, options, reading, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(Job[] jobs, EncoderOptions options, ImageFileOptions reading, bool json,
        CancellationToken cancellationToken)
    {
        var encoder = new VaeEncoder(options);
        var reports = new List<EncodeReport>();
        int code = await Batch.RunAsync(jobs, job => InputFile.Display(job.Input), async (job, progress, stop) =>
        {
            PixelImage image = await Task.Run(() => Load(job.Input, reading, stop), stop).WaitAsync(stop).ConfigureAwait(false);
            VaeModels.Preload(options);
            var clock = Stopwatch.StartNew();
            EncodedImage encoded = await Task.Run(() => encoder.Encode(image, progress, stop), stop).ConfigureAwait(false);
            clock.Stop();
            await OutputFile.WriteAsync(job.Output, encoded.Bytes, stop).ConfigureAwait(false);
            if (json)
                reports.Add(EncodeReport.From(encoded, options, clock.Elapsed, jobs.Length > 1 ? job.Output : null));
            return json || job.Output == InputFile.Standard ? null : Summary(job, encoded);
        }, cancellationToken).ConfigureAwait(false);
        if (json)
            JsonOutput.Write(reports, ReportContext.Default.EncodeReport, jobs.Length > 1);
        return code;
    }

    private static PixelImage Load(string input, ImageFileOptions reading, CancellationToken cancellationToken)
    {
        using Stream source = InputFile.Open(input);
        return ImageFile.Load(source, reading, cancellationToken);
    }

    private static string Summary(Job job, EncodedImage encoded) => string.Create(CultureInfo.InvariantCulture,
        $"{job.Output}: {encoded.Width} x {encoded.Height}, {encoded.Bytes.Length} bytes, {encoded.BitsPerPixel:F4} bpp, "
            + $"{(double.IsFinite(encoded.Psnr) ? $"{encoded.Psnr:F2} dB" : "exact")}"
            + $"{(encoded.ColourBytes is { } colour ? $" (as RGB {colour} bytes)" : "")}");

    private static Option<T?> Target<T>(string name, string description, string helpName)
        where T : struct, IConvertible
    {
        var option = new Option<T?>(name) { Description = description, HelpName = helpName };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any())
                return;
            if (result.Tokens is [{ Value: var text }] && !(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture,
                out double value) && value > 0))
                result.AddError($"{name} is {text}; it must be above 0.");
        });
        return option;
    }

    private static double[]? ParseBeta(ArgumentResult result)
    {
        string[] parts = result.Tokens[0].Value.Split(',');
        double[] values = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !double.IsFinite(values[i])
                || values[i] <= 0)
            {
                result.AddError($"--beta has '{parts[i]}'; it takes positive numbers with commas between them, such as 0.01,0.01,0.02.");
                return null;
            }
        }

        return values;
    }
}
