using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VaeCodec.Server.Tests.Hostile;

/// <summary>What takes its time: a head, a body or a reading that never comes to its end. Each tells how long it was borne.</summary>
internal static class SlowClient
{
    /// <summary>A server that has not dropped a client by then keeps it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(400);

    /// <summary>A head, a letter at a time.</summary>
    public static Task<TimeSpan> HeadAsync(int port) => SendAsync(port, "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", 1);

    /// <summary>A body, of a picture by its first bytes, some bytes at a time.</summary>
    public static Task<TimeSpan> BodyAsync(int port, int bytesAtATime) => SendAsync(port, "PUT /pictures/slow.png HTTP/1.1\r\n"
        + "Host: localhost\r\nContent-Length: 9000000\r\n\r\n\u0089PNG\r\n\u001a\n\0\0\0\rIHDR", bytesAtATime);

    /// <summary>Asks for a file many times and reads next to nothing.</summary>
    public static async Task<TimeSpan> ReadAsync(int port, string path)
    {
        using var end = new CancellationTokenSource(Longest);
        using var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(IPAddress.Loopback, port, end.Token);
        NetworkStream stream = client.GetStream();
        var clock = Stopwatch.StartNew();
        try
        {
            string requests = string.Concat(Enumerable.Repeat($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n", 300));
            await stream.WriteAsync(Encoding.Latin1.GetBytes(requests), end.Token);
            byte[] few = new byte[16];
            while (await stream.ReadAsync(few, end.Token) > 0)
            {
                await Task.Delay(s_pause, end.Token);
                await stream.WriteAsync("\r\n"u8.ToArray(), end.Token); // tells at once that the other side is gone
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // dropped, or kept for too long
        }

        return clock.Elapsed;
    }

    private static async Task<TimeSpan> SendAsync(int port, string start, int bytesAtATime)
    {
        using var end = new CancellationTokenSource(Longest);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, end.Token);
        NetworkStream stream = client.GetStream();
        var clock = Stopwatch.StartNew();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(start), end.Token);
            Task<int> answer = stream.ReadAsync(new byte[1], end.Token).AsTask(); // of whatever kind it is, it is the end
            byte[] letters = [.. Enumerable.Repeat((byte)'x', bytesAtATime)];
            while (!answer.IsCompleted)
            {
                await stream.WriteAsync(letters, end.Token);
                await Task.WhenAny(answer, Task.Delay(s_pause, end.Token));
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // dropped, or kept for too long
        }

        return clock.Elapsed;
    }
}
