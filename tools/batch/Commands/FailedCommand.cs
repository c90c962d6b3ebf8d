using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using VaeCodec.Batch.Shards;

namespace VaeCodec.Batch.Commands;

/// <summary><c>vaecodec batch failed</c>: the pictures that were set aside.</summary>
internal static class FailedCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> location = BatchCommand.Store();
        Argument<string?> batch = Of();
        Option<bool> json = new("--json") { Description = "Print a JSON array on stdout" };
        var command = new Command("failed", "List the pictures that were set aside, and why") { location, batch, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            BatchPlace place = await BatchPlace.OpenAsync(parsed.GetRequiredValue(location), BatchCommand.Patience, cancellationToken)
                .ConfigureAwait(false);
            await using (place.ConfigureAwait(false))
            {
                IReadOnlyList<PoisonPicture> poison = await place.Tables.PoisonAsync(parsed.GetValue(batch), cancellationToken)
                    .ConfigureAwait(false);
                if (parsed.GetValue(json))
                    StandardOutput.WriteLine(JsonSerializer.Serialize([.. poison], PoisonContext.Default.PoisonPictureArray));
                else
                    StandardOutput.WriteLines(poison.Select(Line), cancellationToken);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static string Line(PoisonPicture picture) => Printable.Line($"{picture.Batch} {picture.Entry}: {picture.Reason}");

    /// <summary>The batch that is meant.</summary>
    public static Argument<string?> Of() => new("BATCH")
    {
        Description = "A batch's name, as 'submit' and 'status' tell it; without it all",
        Arity = ArgumentArity.ZeroOrOne,
    };
}

/// <summary>Its serialiser.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PoisonPicture[]))]
internal sealed partial class PoisonContext : JsonSerializerContext;
