using System.Diagnostics;

namespace VaeCodec.Tests.Shared;

/// <summary>What a finished child process has left: its exit code and all it wrote.</summary>
internal sealed record ChildResult(int ExitCode, byte[] Output, string Errors)
{
    /// <summary>Stdout as text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Output);
}

/// <summary>Runs a program to its end and collects what it writes.</summary>
internal static class ChildProcess
{
    public static async Task<ChildResult> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment,
        ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start) ?? throw new InvalidOperationException(program + " did not start");
        try
        {
            using var output = new MemoryStream();
            Task reading = process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await FeedAsync(process, input, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            await reading;
            return new ChildResult(process.ExitCode, output.ToArray(), await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static async Task FeedAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The child has ended without reading; its exit code says why.
        }
    }
}
