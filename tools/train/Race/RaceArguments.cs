using System.CommandLine;
using System.Text.Json;
using VaeCodec.Images;
using VaeCodec.Models;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Train.Race;

/// <summary><c>vaecodec train race</c>: what <c>vaecodec bench --breakdown</c> asks of the trainer, because libtorch is here.</summary>
internal static class RaceArguments
{
    /// <summary>The command's name.</summary>
    public const string Name = "race";

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> picture = new("PICTURE") { Description = "The picture" };
        Argument<int> rounds = new("ROUNDS") { Description = "Passes of each kind" };
        Option<int> threads = SharedOptions.Threads();
        Option<string?> model = SharedOptions.Model(), models = SharedOptions.Models();
        var command = new Command(Name, "Time a network by the engine and by libtorch") { picture, rounds, model, models, threads };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => Task.Run(() =>
        {
            int count = parsed.GetValue(threads) is > 0 and var given ? given : Environment.ProcessorCount;
            var weights = HvaeWeights.Parse(ModelLibrary.In(parsed.GetValue(models)).FileOf(ModelKind.Hvae, parsed.GetValue(model)).Read());
            var race = new NetworkRace(weights, count);
            RaceTimes times = race.Run(ImageFile.Load(parsed.GetRequiredValue(picture)), parsed.GetRequiredValue(rounds),
                cancellationToken);
            Console.Out.WriteLine(JsonSerializer.Serialize(times));
            return ExitCode.Success;
        }));
        return command;
    }
}
