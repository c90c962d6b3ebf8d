using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Training;
using VaeCodec.Train.Vlae;

namespace VaeCodec.Train.Lab;

/// <summary><c>vaecodec train betas</c>: a grid of prices, and probes of the latents.</summary>
internal static class BetaGridArguments
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> path = new("CONFIG") { Description = "A config of a model for small pictures with two groups of latents" };
        Option<string> output = new("--output", "-o") { Description = "The JSON file to write", Required = true };
        Option<double[]> prices = new("--betas")
        {
            Description = "Prices of either group",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [0.25, 1, 4],
        };
        Option<int> seeds = new("--seeds") { Description = "Runs of each pair", DefaultValueFactory = _ => 1 };
        prices.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double[]>() is not { } values || values.Any(price => price is not (>= 0 and <= 1000)))
                result.AddError("--betas are 0 to 1000.");
        });
        seeds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 and var count)
                result.AddError($"--seeds is {count}; it must be at least 1.");
        });
        var command = new Command("betas", "Train over a grid of prices, and see what the latents tell of the pictures' classes")
        {
            path, output, prices, seeds,
        };
        command.SetAction((parsed, cancellationToken) => Task.Run(() =>
        {
            NativeTorch.Require("cpu");
            VlaeConfig config = ConfigFile.Load(parsed.GetRequiredValue(path), VlaeConfig.Parse);
            if (config.Spec.Groups is not { Count: 2 })
                throw new InvalidDataException($"'{parsed.GetRequiredValue(path)}' has not two groups of latents");
            string file = Path.GetFullPath(parsed.GetRequiredValue(output));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var points = new List<BetaPoint>();
            var grid = new BetaGrid(config);
            foreach (BetaPoint point in grid.Run(parsed.GetRequiredValue(prices), parsed.GetValue(seeds), cancellationToken))
            {
                points.Add(point);
                Console.Out.WriteLine(Line(point));
                WholeFile.Replace(file, JsonSerializer.SerializeToUtf8Bytes(points, s_indented));
            }

            return ExitCode.Success;
        }, cancellationToken));
        return command;
    }

    private static string Line(BetaPoint point)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string prices = string.Join(", ", point.Betas.Select(price => price.ToString(culture)));
        return string.Create(culture, $"betas {prices}, seed {point.Seed}: {point.Measure.Total:F2} bits, ")
            + string.Create(culture, $"pixels {point.Measure.Pixels:F2}; ")
            + string.Join("; ", point.Groups.Select((group, g) => string.Create(culture, $"{point.Measure.Groups[g]:F2} bits, ")
                + string.Join(", ", group.Accuracies.Select(probe => string.Create(culture, $"{probe.Key} {100 * probe.Value:F1}")))
                + string.Create(culture, $" % of at most {100 * group.Bound:F1}")));
    }
}
