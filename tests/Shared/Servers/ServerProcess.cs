using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace VaeCodec.Tests.Shared.Servers;

/// <summary>A server that lives no longer than the tests: the shell that starts it waits for the end of a pipe, which comes when this
/// process closes it or dies, and then ends that one server by its id.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60), s_end = TimeSpan.FromSeconds(20);

    private readonly Process _shell;

    private ServerProcess(Process shell) => _shell = shell;

    /// <summary>Starts one.</summary>
    /// <param name="signal">What ends it, such as INT.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">What it finds in its environment, too.</param>
    public static ServerProcess Start(string signal, string[] command, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("sh",
            ["-c", $"exec >/dev/null 2>&1; \"$@\" & server=$!; cat >/dev/null; kill -{signal} $server; wait $server", "sh", .. command])
        {
            RedirectStandardInput = true,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until it answers.</summary>
    public static async Task WaitAsync(Func<Task> ask)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await ask();
                return;
            }
#pragma warning disable CA1031 // Whatever is wrong with a server that starts, it is tried again for a while.
            catch (Exception) when (clock.Elapsed < s_patience)
#pragma warning restore CA1031
            {
                await Task.Delay(100);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        using var stop = new CancellationTokenSource(s_end);
        try
        {
            await _shell.WaitForExitAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            _shell.Kill(entireProcessTree: true);
        }

        _shell.Dispose();
    }
}
