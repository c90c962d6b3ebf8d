using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeCodec.Batch.Commands;

/// <summary><c>vaecodec batch status</c>: how far the batches are.</summary>
internal static class StatusCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> location = BatchCommand.Store();
        Option<bool> watch = new("--watch") { Description = "Go on until every batch is done" };
        Option<bool> json = SharedOptions.Json();
        var command = new Command("status", "Say how far the batches are, and how many workers there are") { location, watch, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(watch) && result.GetValue(json))
                result.AddError("--watch is for people and --json for programs; give one of them.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            BatchPlace place = await BatchPlace.OpenAsync(parsed.GetRequiredValue(location), BatchCommand.Patience, cancellationToken)
                .ConfigureAwait(false);
            await using (place.ConfigureAwait(false))
            {
                if (parsed.GetValue(watch))
                {
                    await new ProgressView(place).WatchAsync(cancellationToken).ConfigureAwait(false);
                    return ExitCode.Success;
                }

                BatchState state = await BatchState.ReadAsync(place, cancellationToken).ConfigureAwait(false);
                if (parsed.GetValue(json))
                    StandardOutput.WriteLine(JsonSerializer.Serialize(state, StateContext.Default.BatchState));
                else
                    StandardOutput.WriteLines(ProgressView.Lines(state, null), cancellationToken);
            }

            return ExitCode.Success;
        });
        return command;
    }
}

/// <summary>Its serialiser.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BatchState))]
internal sealed partial class StateContext : JsonSerializerContext;
