namespace VaeCodec.Tool.Files;

/// <summary>A file to be made, or stdout where the name is <c>-</c>. It appears whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>Writes beside the target, then renames over it; devices such as /dev/null are written to as they are.</summary>
    public static async Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (name == InputFile.Standard)
        {
            Stream stdout = Console.OpenStandardOutput();
            await using (stdout.ConfigureAwait(false))
                await stdout.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            string target = Path.GetFullPath(name);
            if (IsDevice(target))
                await File.WriteAllBytesAsync(target, content, cancellationToken).ConfigureAwait(false);
            else
                await ReplaceAsync(BehindLinks(target), content, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{name}: cannot be written: {Failure.Describe(cause)}", cause);
        }
    }

    private static string BehindLinks(string path)
        => new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    private static bool IsDevice(string path) => path.StartsWith("/dev/", StringComparison.Ordinal)
        || path.StartsWith("/proc/", StringComparison.Ordinal);

    private static async Task ReplaceAsync(string target, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (Directory.Exists(target))
            throw new IOException("it is a folder; name a file in it");
        using var file = TemporaryFile.In(Path.GetDirectoryName(target)!);
        await RandomAccess.WriteAsync(file.Handle, content, 0, cancellationToken).ConfigureAwait(false);
        file.Become(target);
    }
}
