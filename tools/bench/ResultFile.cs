using System.Text;

namespace VaeCodec.Bench;

/// <summary>Writes what users name: results, reports and plots.</summary>
internal static class ResultFile
{
    /// <summary>The file of an option; null where that is not given.</summary>
    /// <param name="path">As it is given.</param>
    /// <param name="force">Whether one that exists is replaced.</param>
    public static OutputFile? Of(string? path, bool force)
        => path is null ? null : path.Length > 0 ? new(path, force ? Existing.Replace : Existing.Refuse)
            : throw new UsageException("the name of a file is empty");

    /// <summary>Writes text.</summary>
    public static void Write(OutputFile file, string text)
        => file.WriteAsync(Encoding.UTF8.GetBytes(text), CancellationToken.None).GetAwaiter().GetResult();
}
