using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace VaeCodec.Server.Tests.Hostile;

/// <summary>Bytes that somebody sends who means ill or knows no better.</summary>
/// <param name="Kind">For reports.</param>
/// <param name="Bytes">All of them.</param>
internal sealed partial record HostileRequest(string Kind, byte[] Bytes)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(3);

    /// <summary>Whether there may be a good answer, since nothing is wrong that anybody has to mind.</summary>
    public bool MayBeAnswered { get; init; }

    /// <summary>Whether the client goes away behind the last byte, without waiting for an answer.</summary>
    public bool BreaksOff { get; init; }

    /// <summary>A request of the lines that are given, behind which the server is to close the connection.</summary>
    public static HostileRequest Of(string kind, string line, string[] headers, byte[]? body = null)
    {
        string head = string.Join("\r\n", [line, "Host: localhost", "Connection: close", .. headers,
            .. body is null ? (string[])[] : [$"Content-Length: {body.Length}"], "", ""]);
        return new(kind, [.. Encoding.Latin1.GetBytes(head), .. body ?? []]);
    }

    /// <summary>Sends it.</summary>
    /// <returns>All that is answered, one letter a byte; empty where the connection is reset.</returns>
    public async Task<string> SendAsync(int port)
    {
        using var end = new CancellationTokenSource(s_longest);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, end.Token);
        NetworkStream stream = client.GetStream();
        using var answer = new MemoryStream();
        try
        {
            Task reading = stream.CopyToAsync(answer, end.Token);
            await stream.WriteAsync(Bytes, end.Token);
            if (BreaksOff)
                client.Client.Shutdown(SocketShutdown.Send);
            await reading;
        }
        catch (IOException)
        {
            // the server wants no more of it
        }

        return Encoding.Latin1.GetString(answer.GetBuffer(), 0, (int)answer.Length);
    }

    /// <summary>The statuses in what was answered.</summary>
    public static int[] StatusesOf(string answer) => [.. Status().Matches(answer).Select(match => int.Parse(match.Groups[1].ValueSpan,
        System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>Whether a status is one that it may get.</summary>
    public bool IsFitting(int status) => status switch
    {
        < 400 => MayBeAnswered,
        501 or 505 => true,
        503 => true, // it takes too long, or waits for one that does
        _ => status < 500,
    };

    [GeneratedRegex(@"^HTTP/1\.[01] (\d{3})", RegexOptions.Multiline)]
    private static partial Regex Status();
}
