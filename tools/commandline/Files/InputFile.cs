namespace VaeCodec.CommandLine.Files;

/// <summary>A file named on the command line, or stdin where the name is <c>-</c>.</summary>
internal static class InputFile
{
    /// <summary>The name of a standard stream.</summary>
    public const string Standard = "-";

    /// <summary>Reads it whole.</summary>
    public static async Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken)
    {
        if (name != Standard && FileName.IsText(name))
            return await File.ReadAllBytesAsync(name, cancellationToken).ConfigureAwait(false);
        using var buffer = new MemoryStream();
        Stream source = name == Standard ? Console.OpenStandardInput() : FileSystem.OpenRead(name);
        await using (source.ConfigureAwait(false))
            await source.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
        return buffer.ToArray();
    }

    /// <summary>The name for messages.</summary>
    public static string Display(string name) => name == Standard ? "stdin" : name;
}
