using System.CommandLine;

namespace VaeCodec.Batch.Commands;

/// <summary><c>vaecodec batch</c>: many pictures into a store, through many machines.</summary>
internal static class BatchCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create() => new(ToolProgram.Batch.Name, ToolProgram.Batch.Description + " (docs/batch.md)")
    {
        SubmitCommand.Create(),
        WorkCommand.Create(),
        StatusCommand.Create(),
        FailedCommand.Create(),
        RetryCommand.Create(),
        DashboardCommand.Create(),
    };

    /// <summary>How long nothing may be heard of a worker, where only one who works has to know.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The store that batches fill.</summary>
    public static Argument<string> Store() => new("STORE")
    {
        Description = "The store to fill: its folder, or postgresql://... (docs/store.md)",
    };
}
