using VaeCodec.Inference.Work;

namespace VaeCodec.Inference.Tensors;

/// <summary>Shares strips of rows among a team.</summary>
internal static class StripWork
{
    /// <summary>Runs an operation over parts of a strip that together are the strip.</summary>
    public static void ForRows(this WorkTeam team, Strip rows, Action<Strip> operation)
    {
        ArgumentNullException.ThrowIfNull(team);
        team.ForRows(rows.Top, rows.Bottom, (top, bottom) => operation(rows with { Top = top, Bottom = bottom }));
    }
}
