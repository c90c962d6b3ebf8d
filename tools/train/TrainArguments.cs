using System.CommandLine;
using VaeCodec.Train.Lab;
using VaeCodec.Train.Race;
using VaeCodec.Train.Vlae;
using VaeCodec.Train.Window;

namespace VaeCodec.Train;

/// <summary><c>vaecodec train</c>: trains a network with libtorch, which no other program loads.</summary>
internal static class TrainArguments
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> config = new("CONFIG.json")
        {
            Description =
            "The run: data, sizes, schedule; see tools/train/README.md"
        };
        Option<string?> resume = new("--resume") { Description = "Go on from the state in this run's folder", HelpName = "DIR" };
        Option<string?> device = new("--device") { Description = "In place of the config's device", HelpName = "cpu|cuda" };
        device.AcceptOnlyFromAmong("cpu", "cuda");
        Option<double?> minutes = new("--minutes")
        {
            Description = "How long the call may take, evaluation included; the schedule stays the config's",
            HelpName = "M",
        };
        minutes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is { } m && !(m > 0))
                result.AddError($"--minutes is {m}; it must be above 0.");
        });
        Option<string?> evaluate = new("--evaluate")
        {
            Description = "Train nothing: measure this weight file on what the config holds out",
            HelpName = "FILE",
        };
        Option<string?> plot = new("--plot")
        {
            Description = "Train nothing: draw the run's log, as far as it goes",
            HelpName = "OUT.svg",
        };
        var command = new Command(ToolProgram.Train.Name, ToolProgram.Train.Description)
        {
            config, resume, device, minutes, evaluate, plot,
        };
        command.Subcommands.Add(RaceArguments.Create());
        command.Subcommands.Add(BinarisedArguments.Create());
        command.Subcommands.Add(WindowArguments.Create());
        command.Subcommands.Add(PlotArguments.Create());
        command.Subcommands.Add(VariantsArguments.Create());
        command.Subcommands.Add(StatisticsArguments.Create());
        command.Subcommands.Add(BetaGridArguments.Create());
        command.SetAction((parsed, cancellationToken) => Task.Run(() => TrainCommand.Run(
            new TrainOptions
            {
                ConfigPath = parsed.GetRequiredValue(config),
                ResumeFolder = parsed.GetValue(resume),
                Device = parsed.GetValue(device),
                Minutes = parsed.GetValue(minutes),
                Evaluate = parsed.GetValue(evaluate),
                Plot = parsed.GetValue(plot),
            },
            cancellationToken)));
        return command;
    }
}
