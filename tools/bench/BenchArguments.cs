using System.CommandLine.Parsing;
using System.CommandLine;
using System.Globalization;
using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Metrics;
using VaeCodec.Bench.Results;
using VaeCodec.Bench.Speed;

namespace VaeCodec.Bench;

/// <summary><c>vaecodec bench</c>: the rate-distortion curve over a folder of images, beside other codecs' curves.</summary>
internal static class BenchArguments
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> folder = new("DIR") { Description = "A folder of images" };
        Option<double[]> qualities = new("--qualities")
        {
            Description = "Quality settings, with commas between them",
            HelpName = "q1,..,qN",
            CustomParser = ParseQualities,
            DefaultValueFactory = _ => [.. new BenchOptions { Folder = "" }.Qualities],
        };
        Option<string[]> codecs = new("--codecs")
        {
            Description = $"Codecs to measure beside VaeCodec, with commas between them: "
                + $"{string.Join(", ", PeerTable.All.Select(p => p.Key))}",
            HelpName = "c1,..,cN",
            CustomParser = result => result.Tokens[0].Value.Split(',',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        };
        Option<string[]> anchors = new("--anchors")
        {
            Description = "CSV of other codecs' curves (codec, point, bpp, psnr_rgb_db), for BD-rates",
            HelpName = "FILE",
        };
        Option<string?> model = SharedOptions.Model(), models = SharedOptions.Models();
        Option<string?> json = new("--json") { Description = "Write every number to a file", HelpName = "FILE" };
        Option<string?> html = new("--html") { Description = "Write a report that opens in any browser", HelpName = "FILE" };
        Option<string?> plot = new("--plot") { Description = "Write the plot of rate and PSNR alone as SVG", HelpName = "FILE" };
        Option<string> cache = new("--cache")
        {
            Description = "Keep measurements here, so that a later run takes only those that are new",
            HelpName = "DIR",
            DefaultValueFactory = _ => MeasurementCache.DefaultFolder,
        };
        Option<int> effort = SharedOptions.Effort();
        Option<bool> butteraugli = new("--butteraugli")
        {
            Description = $"Measure butteraugli distances as well (Debian package {Butteraugli.Package}), a fifth of a second a picture",
        };
        Option<bool> force = SharedOptions.Force();
        Option<int> threads = SharedOptions.Threads();
        Option<bool> breakdown = new("--breakdown")
        {
            Description = "Measure instead where the time goes, at one quality (60): stages, the kernels' peak, libtorch on the same "
                + "network",
        };
        var command = new Command(ToolProgram.Bench.Name, ToolProgram.Bench.Description) { folder, codecs, qualities, anchors, json, html,
            plot, cache, model, models, effort, butteraugli, threads, force, breakdown };
        command.Subcommands.Add(LosslessArguments.Create());
        command.Subcommands.Add(TextureArguments.Create());
        command.Subcommands.Add(SurfaceArguments.Create());
        command.Subcommands.Add(ViewingArguments.Create());
        Option[] notOfBreakdown = [codecs, anchors, html, plot, cache, effort, butteraugli];
        command.Validators.Add(result =>
        {
            if (result.GetResult(breakdown) is not { Implicit: false })
                return;
            foreach (Option option in notOfBreakdown.Where(option => result.GetResult(option) is { Implicit: false }))
                result.AddError($"--breakdown prints its own tables; {option.Name} has no place there.");
            if (result.GetResult(qualities) is { Implicit: false } && result.GetValue(qualities) is not [_])
                result.AddError("--breakdown takes one quality.");
        });
        command.SetAction((parsed, cancellationToken) => Task.Run(() => parsed.GetValue(breakdown) ? TakeApart(parsed, cancellationToken)
            : BenchCommand.Run(
            new BenchOptions
            {
                Folder = parsed.GetRequiredValue(folder),
                Qualities = parsed.GetRequiredValue(qualities),
                Anchors = parsed.GetValue(anchors) ?? [],
                Codecs = parsed.GetValue(codecs) ?? [],
                Json = ResultFile.Of(parsed.GetValue(json), parsed.GetValue(force)),
                Html = ResultFile.Of(parsed.GetValue(html), parsed.GetValue(force)),
                Plot = ResultFile.Of(parsed.GetValue(plot), parsed.GetValue(force)),
                Butteraugli = parsed.GetValue(butteraugli),
                Cache = parsed.GetRequiredValue(cache),
                Model = parsed.GetValue(model),
                ModelsFolder = parsed.GetValue(models),
                Effort = parsed.GetValue(effort),
                Threads = parsed.GetValue(threads),
            },
            cancellationToken)));
        return command;

        int TakeApart(ParseResult parsed, CancellationToken cancellationToken)
        {
            var options = new BreakdownOptions
            {
                Folder = parsed.GetRequiredValue(folder),
                Model = parsed.GetValue(model),
                ModelsFolder = parsed.GetValue(models),
                Json = ResultFile.Of(parsed.GetValue(json), parsed.GetValue(force)),
                Threads = parsed.GetValue(threads),
            };
            if (parsed.GetResult(qualities) is { Implicit: false })
                options = options with { Quality = parsed.GetRequiredValue(qualities)[0] };
            Breakdown.Run(options, Console.Out, cancellationToken);
            return ExitCode.Success;
        }
    }

    private static double[] ParseQualities(ArgumentResult result)
    {
        var values = new List<double>();
        foreach (string part in result.Tokens[0].Value.Split(','))
        {
            if (double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is >= 0 and <= 100)
                values.Add(value);
            else
                result.AddError($"--qualities has '{part}'; it takes numbers from 0 to 100 with commas between them, such as 5,20,60.");
        }

        return [.. values];
    }
}
