using System.CommandLine;
using System.Text.Json.Nodes;
using VaeCodec.Tool.Files;

namespace VaeCodec.Tool.Commands;

/// <summary><c>vaecodec models add</c>: makes trained weights a release.</summary>
internal static class ModelsAddCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> weights = new("RUN") { Description = "A training run's folder, or a weight file" };
        Argument<string> release = new("NAME-rN") { Description = "The release; N is one higher than the last of that name" };
        Option<string> folder = new("--weights")
        {
            Description = "Folder of the released weights with their list, models.json",
            HelpName = "DIR",
            DefaultValueFactory = _ => Path.Combine("model", "weights"),
        };
        Option<bool> asDefault = new("--default") { Description = "Encoders use it from now on, in the place of today's" };
        Option<string> trainer = new("--trainer")
        {
            Description = "What trained it",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "vaecodec train",
        };
        var command = new Command("add", "Release trained weights: copy them with their records, and list them")
        {
            weights, release, folder, asDefault, trainer,
        };
        command.SetAction(parsed =>
        {
            JsonObject entry = new ModelRelease(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(release)).Add(
                ModelRelease.WeightsOf(parsed.GetRequiredValue(weights)), parsed.GetRequiredValue(trainer), parsed.GetValue(asDefault),
                DateOnly.FromDateTime(DateTime.UtcNow));
            StandardOutput.WriteLine(Printable.Lines(entry.ToJsonString()));
            return ExitCode.Success;
        });
        return command;
    }
}
