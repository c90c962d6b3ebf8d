using System.CommandLine;
using System.Globalization;
using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Data;
using VaeCodec.Train.Network;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Lab;

/// <summary><c>vaecodec train statistics</c>: what better frequency tables would save.</summary>
internal static class StatisticsArguments
{
    private const int LeastSide = 256, First = 7;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> weights = new("WEIGHTS") { Description = "A flagship's weight file" };
        Argument<string> data = new("PHOTOS") { Description = "Folder of .jpg and .png files" };
        Option<int> pictures = new("--pictures") { Description = "How many, spread over all", DefaultValueFactory = _ => 32 };
        pictures.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 and var count)
                result.AddError($"--pictures is {count}; it must be at least 1.");
        });
        var command = new Command("statistics", "Measure what better frequency tables would save of the latents' bits")
        {
            weights, data, pictures,
        };
        command.SetAction((parsed, cancellationToken) => Task.Run(() =>
        {
            NativeTorch.Require("cpu");
            using TorchParameters parameters = TorchParameters.Of(HvaeWeights.Parse(File.ReadAllBytes(parsed.GetRequiredValue(weights))));
            IReadOnlyList<Photo> all = PhotoSet.Load(parsed.GetRequiredValue(data), LeastSide, int.MaxValue).Training;
            int count = parsed.GetValue(pictures), every = Math.Max(1, all.Count / count);
            Photo[] chosen = [.. all.Skip(First).Where((_, i) => i % every == 0).Take(count)];
            foreach (LatentStatistics row in LatentStatistics.Of(parameters, chosen, cancellationToken))
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"u {row.Position}: {row.Bytes / 1000:F0} kB; fitted "
                    + $"tables {100 * row.Fitted:+0.00;-0.00} %, scales by neighbours {100 * row.Moved:+0.00;-0.00} %"));
            }

            return ExitCode.Success;
        }, cancellationToken));
        return command;
    }
}
