using System.Text;

namespace VaeCodec.Server.Tests.Hostile;

/// <summary>What is wrong before any body: paths out of the store, numbers, headers, methods, versions, hosts.</summary>
/// <param name="id">Of a picture that is there.</param>
internal sealed class HostileHeads(string id)
{
    private static readonly string[] s_numbers = ["0", "-1", "16385", "2147483648", "99999999999999999999", "1e9", "0x10", "NaN", "%00",
        "+5", "5;5", "1,0", "%D9%A1", "", "5&&&", new('9', 4000)];

    /// <summary>All of them.</summary>
    public IEnumerable<HostileRequest> All() => [.. Paths(), .. Numbers(), .. Headers(), .. Lines(), .. Hosts(), .. Several()];

    private static IEnumerable<HostileRequest> Paths()
    {
        string[] ups = ["../", "..%2f", "%2e%2e/", "%2e%2e%2f", "%252e%252e%252f", "..%5c", @"..\", "..%c0%af", "..%00/", "....//", "/",
            "%2f"];
        string[] targets = ["secret.txt", "store.json", "index.sqlite", "blobs", "etc/passwd"];
        foreach (string target in targets)
        {
            foreach (string up in ups)
            {
                string path = string.Concat(Enumerable.Repeat(up, 3)) + target;
                yield return Get("path", $"/pictures/{path}");
                yield return Get("path", $"/{path}?w=5");
            }
        }

        yield return Get("path", "http://localhost/../secret.txt");
        yield return Get("path", "file:///etc/passwd");
        yield return Get("path", "*");
        yield return Get("path", "/pictures/" + new string('a', 7000));
        yield return Get("path", "/pictures/" + new string('a', 70_000));
        yield return Get("path", "/" + string.Concat(Enumerable.Repeat("a/", 3000)));
    }

    private IEnumerable<HostileRequest> Numbers()
    {
        foreach (string number in s_numbers)
        {
            foreach (string name in (string[])["w", "h", "layers"])
            {
                if (name != "layers" || number != "0")
                    yield return Get("number", $"/pictures/{id}.jpg?{name}={number}") with { MayBeAnswered = number is "5&&&" };
            }

            yield return Get("number", $"/pictures?limit={number}") with { MayBeAnswered = number is "5&&&" };
        }

        foreach (string date in (string[])["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00", "x", "2024-13-40", new('1', 3000)])
        {
            yield return Get("number", $"/pictures?from={date}") with { MayBeAnswered = true };
            yield return Get("number", $"/pictures?before={date}") with { MayBeAnswered = true };
        }

        yield return Get("number", $"/pictures/{id}.png?w=16384&h=16384&fit=fill") with { MayBeAnswered = true };
        yield return Get("number", $"/pictures/{id}.jpg?w=1&w=2&h=3&h=4");
        yield return Get("number", "/pictures?" + string.Concat(Enumerable.Range(0, 900).Select(i => $"tag={i}&")));
        yield return Get("number", "/pictures?" + string.Concat(Enumerable.Repeat("tag&", 2000)));
        yield return Get("number", "/pictures?tag=%27;DROP%20TABLE%20pictures;--") with { MayBeAnswered = true };
        yield return Get("number", "/pictures?camera=%00%FF" + new string('%', 50)) with { MayBeAnswered = true };
        yield return Get("number", "/pictures?tag=" + new string('t', 7000)) with { MayBeAnswered = true };
    }

    private IEnumerable<HostileRequest> Headers()
    {
        string[] lenient = ["Range: bytes=-", "Range: bytes=abc", "Range: bytes=5-1", "Range: lines=1-2", "Range: bytes=0-0,1-1,2-2",
            "Range: bytes=-99999999999999999999", "Range: bytes=18446744073709551615-", "Range: bytes=" + new string(',', 5000),
            "Range: bytes=" + string.Concat(Enumerable.Range(0, 500).Select(i => $"{i}-{i},")), "If-Range: \"x", "If-Range: Thu, 99 Jan",
            "If-None-Match: \"", "If-None-Match: W/", "If-None-Match: " + new string('"', 3001), "If-Match: \"none\"",
            "If-Modified-Since: never", "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT", "Accept: */*;q=9;q=", "Accept: a/",
            "Accept: " + string.Concat(Enumerable.Repeat("image/webp;q=0.1,", 400)), "Accept-Encoding: gzip;q=-1", "Expect: 200-nothing",
            "Authorization: Basic !!!", "Content-Type: \0"[..14], "Cookie: " + new string('c', 8000), "X-Forwarded-For: 127.0.0.1",
            "Upgrade: h2c", "Transfer-Encoding: identity", "X\u007f: y"];
        foreach (string header in lenient)
        {
            yield return Get("header", $"/pictures/{id}.jpg?w=40", header) with { MayBeAnswered = true };
            yield return Get("header", $"/pictures/{id}.vaec", header) with { MayBeAnswered = true };
        }

        string[] refused = ["X-Long: " + new string('x', 40_000), "X: \0", "No colon", " folded: line", ": empty",
            "Content-Length: -1", "Content-Length: 99999999999999999999", "Content-Length: 1\r\nContent-Length: 2", "Host: localhost",
            "Transfer-Encoding: gzip", string.Join("\r\n", Enumerable.Range(0, 200).Select(i => $"X-{i}: y"))];
        foreach (string header in refused)
            yield return Get("header", $"/pictures/{id}.jpg?w=40", header);
    }

    private static IEnumerable<HostileRequest> Lines()
    {
        foreach (string method in (string[])["DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND", "get", "GETT", "", "G\0T", "POST",
            new('M', 3000)])
            yield return HostileRequest.Of("method", $"{method} /pictures/aaaa.jpg HTTP/1.1", []);
        foreach (string line in (string[])["CONNECT localhost:22 HTTP/1.1", "GET /pictures/ HTTP/9.9", "GET /health HTTP/0.9",
            "GET /health", "GET", "GET  /health  HTTP/1.1", "GET /health HTTP/1.1 HTTP/1.1", "\u0016\u0003\u0001\u0002\0\u0001\0",
            "\0\0\0\0", "GET /health\0 HTTP/1.1", "GET /%zz HTTP/1.1", "GET /\u00ff HTTP/1.1", "PRI * HTTP/2.0",
            new('\r', 3000), new('A', 100_000)])
            yield return HostileRequest.Of("line", line, []) with { BreaksOff = true };
    }

    private static IEnumerable<HostileRequest> Hosts()
    {
        foreach (string host in (string[])["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "localhost@evil.example",
            "8.8.8.8", "0.0.0.0", "[::", "[::1", "", "localhost:port", "localhost:99999", "a b", "localhost, evil.example", new('h', 5000)])
        {
            yield return new("host", Encoding.Latin1.GetBytes(
                $"GET /pictures HTTP/1.1\r\nConnection: close\r\nHost: {host}\r\n\r\n"))
            { MayBeAnswered = host == "localhost:99999" };
        }

        yield return new("host", "GET /pictures HTTP/1.1\r\nConnection: close\r\n\r\n"u8.ToArray());
        yield return new("host", "GET /pictures HTTP/1.0\r\n\r\n"u8.ToArray());
    }

    /// <summary>Several requests over one connection, or what reads as several.</summary>
    private IEnumerable<HostileRequest> Several()
    {
        string one = $"GET /pictures/{id}.jpg?w=40 HTTP/1.1\r\nHost: localhost\r\n\r\n", last = "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n";
        yield return new("pipelined", Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(one, 200)) + last)) { MayBeAnswered = true };
        yield return new("pipelined", Encoding.Latin1.GetBytes(one + "rubbish\r\n\r\n" + last)) { MayBeAnswered = true };
        yield return new("pipelined", Encoding.Latin1.GetBytes(last + one)) { MayBeAnswered = true };
        foreach (string framing in (string[])["Content-Length: 5\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 50", "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: xchunked",
            "Transfer-Encoding : chunked"])
        {
            yield return new("smuggled", Encoding.Latin1.GetBytes($"POST /pictures?name=x HTTP/1.1\r\nHost: localhost\r\n{framing}\r\n\r\n"
                + "0\r\n\r\n" + "GET /secret.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
            { BreaksOff = true };
        }
    }

    private static HostileRequest Get(string kind, string path, params string[] headers)
        => HostileRequest.Of(kind, $"GET {path} HTTP/1.1", headers);
}
