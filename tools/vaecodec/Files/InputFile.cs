namespace VaeCodec.Tool.Files;

/// <summary>A file named on the command line, or stdin where the name is <c>-</c>.</summary>
internal static class InputFile
{
    /// <summary>The name of a standard stream.</summary>
    public const string Standard = "-";

    /// <summary>Reads it whole.</summary>
    public static async Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken)
    {
        if (name != Standard)
            return await File.ReadAllBytesAsync(name, cancellationToken).ConfigureAwait(false);
        using var buffer = new MemoryStream();
        Stream stdin = Console.OpenStandardInput();
        await using (stdin.ConfigureAwait(false))
            await stdin.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
        return buffer.ToArray();
    }

    /// <summary>The name for messages.</summary>
    public static string Display(string name) => name == Standard ? "stdin" : name;
}
