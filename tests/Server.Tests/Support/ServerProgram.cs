using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace VaeCodec.Server.Tests.Support;

/// <summary>The server as a process of its own, as the command starts it, so that its memory can be read and its end be seen.</summary>
internal sealed class ServerProgram : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private ServerProgram(Process process) => _process = process;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Whether it runs.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>What it has in memory, and the most that it has had, in MiB.</summary>
    public (double Now, double Peak) Memory => (Status("VmRSS"), Status("VmHWM"));

    /// <summary>Starts one over a store, on a free port.</summary>
    public static async Task<ServerProgram> StartAsync(string store, params string[] options)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "VaeCodec.Server.dll"), store, "--listen",
            "127.0.0.1:0", .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var program = new ServerProgram(Process.Start(start)!);
        program._process.ErrorDataReceived += (_, line) => program._errors.AppendLine(line.Data);
        program._process.BeginErrorReadLine();
        using var end = new CancellationTokenSource(s_patience);
        string line = await program._process.StandardOutput.ReadLineAsync(end.Token)
            ?? throw new InvalidOperationException("the server does not start: " + program._errors);
        program.Address = new(line[(line.LastIndexOf(' ') + 1)..]);
        return program;
    }

    /// <summary>Has it end as Ctrl+C does.</summary>
    /// <returns>Its exit code, and what it told on stderr: faults of its own are logged there.</returns>
    public async Task<(int ExitCode, string Errors)> StopAsync()
    {
        using Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var end = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(end.Token);
        return (_process.ExitCode, _errors.ToString().Trim());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>A figure of /proc in MiB.</summary>
    private double Status(string name) => File.ReadLines($"/proc/{_process.Id}/status")
        .Where(line => line.StartsWith(name + ":", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024)
        .Single();
}
