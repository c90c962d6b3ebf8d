using System.CommandLine;
using System.Globalization;

namespace VaeCodec.Train.Lab;

/// <summary><c>vaecodec train variants</c>: variants of the flagship for the same processor time each.</summary>
internal static class VariantsArguments
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> config = new("CONFIG.json") { Description = "What is varied" };
        Argument<string> output = new("OUT") { Description = "Folder of the results; variants that are there already are only compared" };
        Argument<string[]> names = new("NAME")
        {
            Description = "Some of them: " + string.Join(", ", Variants.Names),
            Arity = ArgumentArity.ZeroOrMore,
        };
        names.AcceptOnlyFromAmong([.. Variants.Names]);
        Option<double> minutes = new("--minutes") { Description = "Of processor time for each", DefaultValueFactory = _ => 30 };
        Option<int> atOnce = new("--at-once") { Description = "How many run at the same time", DefaultValueFactory = _ => 2 };
        minutes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is var given && !(given > 0))
                result.AddError($"--minutes is {given}; it must be above 0.");
        });
        atOnce.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 and var count)
                result.AddError($"--at-once is {count}; it must be at least 1.");
        });
        var command = new Command("variants", "Train variants of a config for the same processor time each, and compare them")
        {
            config, output, names, minutes, atOnce,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string folder = Directory.CreateDirectory(parsed.GetRequiredValue(output)).FullName;
            var variants = new Variants(await File.ReadAllTextAsync(parsed.GetRequiredValue(config), cancellationToken)
                .ConfigureAwait(false), folder, parsed.GetValue(minutes));
            string[] chosen = [Variants.Base, .. (parsed.GetValue(names) is { Length: > 0 } some ? some : [.. Variants.Names])
                .Where(n => n != Variants.Base)];
            await Parallel.ForEachAsync(chosen,
                new ParallelOptions
                {
                    MaxDegreeOfParallelism = parsed.GetValue(atOnce),
                    CancellationToken = cancellationToken,
                },
                async (name, stop) => await variants.TrainAsync(name, stop).ConfigureAwait(false)).ConfigureAwait(false);
            Console.Out.WriteLine("| variant | Gpixel | steps | held-out BD-rate |\n|---|---|---|---|");
            foreach (string name in chosen)
            {
                (double gigapixels, long steps, double? rate) = variants.Row(name);
                string difference = rate is { } r ? string.Create(CultureInfo.InvariantCulture, $"{r:+0.0;-0.0} %") : "";
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {name} | {gigapixels:F2} | {steps} | {difference} |"));
            }

            return ExitCode.Success;
        });
        return command;
    }
}
