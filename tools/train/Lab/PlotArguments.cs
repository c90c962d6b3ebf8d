using System.CommandLine;

namespace VaeCodec.Train.Lab;

/// <summary><c>vaecodec train plot</c>: a log's curves.</summary>
internal static class PlotArguments
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> log = new("LOG.jsonl") { Description = "Of a run" };
        Option<string> output = new("--output", "-o") { Description = "The plot", HelpName = "OUT.svg", Required = true };
        Option<bool> layers = new("--layers") { Description = "What each latent layer takes of the bits, in place of the objective" };
        var command = new Command("plot", "Draw the curves of a log as SVG") { log, output, layers };
        command.SetAction(parsed =>
        {
            File.WriteAllText(parsed.GetRequiredValue(output),
                TrainingCurves.Draw(File.ReadLines(parsed.GetRequiredValue(log)), parsed.GetValue(layers)));
            return ExitCode.Success;
        });
        return command;
    }
}
