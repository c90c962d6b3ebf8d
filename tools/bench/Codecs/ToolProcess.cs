using System.ComponentModel;
using System.Diagnostics;

namespace VaeCodec.Bench.Codecs;

/// <summary>Runs one command line tool to its end.</summary>
internal static class ToolProcess
{
    /// <summary>What a tool has left behind.</summary>
    /// <param name="ExitCode">0 for success.</param>
    /// <param name="Output">What it wrote to stdout.</param>
    /// <param name="Errors">What it wrote to stderr.</param>
    /// <param name="Time">From its start to its end.</param>
    public sealed record Outcome(int ExitCode, string Output, string Errors, Timing Time)
    {
        /// <summary>Both of its streams.</summary>
        public string Text => Output + Errors;
    }

    /// <summary>True when a program of the name lies on the search path.</summary>
    public static bool Exists(string program)
    {
        string[] suffixes = OperatingSystem.IsWindows() ? [".exe"] : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => suffixes.Select(s => Path.Combine(folder, program + s))).Any(File.Exists);
    }

    /// <summary>Runs and waits; cancelling ends the tool.</summary>
    /// <exception cref="IOException">The tool does not start.</exception>
    public static Outcome Run(string program, IEnumerable<string> arguments, CancellationToken cancellationToken = default)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        double before = ChildCpuClock.EndedChildrenMs();
        long clock = Stopwatch.GetTimestamp();
        using Process process = Start(start);
        using CancellationTokenRegistration stop = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None),
            errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        process.WaitForExit();
        var time = new Timing(Stopwatch.GetElapsedTime(clock).TotalMilliseconds, ChildCpuClock.Of(process, before));
        cancellationToken.ThrowIfCancellationRequested();
        return new(process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult(), time);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new IOException($"'{start.FileName}' does not start: {e.Message}", e);
        }
    }
}
