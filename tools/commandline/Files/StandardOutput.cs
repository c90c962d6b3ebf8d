using System.Text;

namespace VaeCodec.CommandLine.Files;

/// <summary>Stdout, which can fail like any file: a full disk behind a redirection is named for what it is.</summary>
internal static class StandardOutput
{
    private const int BlockBytes = 1 << 16;

    /// <summary>Writes lines for people or programs.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void WriteLine(string text)
    {
        try
        {
            Console.Out.WriteLine(text);
        }
        catch (IOException cause)
        {
            throw Failed(cause);
        }
    }

    /// <summary>Writes any number of lines as they come, in blocks: the console would write each by itself.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void WriteLines(IEnumerable<string> lines, CancellationToken cancellationToken = default)
        => WriteAll(lines, static (output, line) => output.WriteLine(line), cancellationToken);

    /// <summary>The same of lines that are made in one place, one after the other.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void WriteLines(IEnumerable<StringBuilder> lines, CancellationToken cancellationToken = default)
        => WriteAll(lines, static (output, line) => output.WriteLine(line), cancellationToken);

    /// <summary>Writes a file's bytes.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static async Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            Stream stdout = Console.OpenStandardOutput();
            await using (stdout.ConfigureAwait(false))
                await stdout.WriteAsync(content, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException cause)
        {
            throw Failed(cause);
        }
    }

    private static void WriteAll<T>(IEnumerable<T> lines, Action<StreamWriter, T> write, CancellationToken cancellationToken)
    {
        try
        {
            using var output = new StreamWriter(Console.OpenStandardOutput(), Console.OutputEncoding, BlockBytes);
            foreach (T line in lines)
            {
                cancellationToken.ThrowIfCancellationRequested();
                write(output, line);
            }
        }
        catch (IOException cause)
        {
            throw Failed(cause);
        }
    }

    private static OutputException Failed(IOException cause) => new($"stdout: cannot be written: {cause.Message}", cause);
}
