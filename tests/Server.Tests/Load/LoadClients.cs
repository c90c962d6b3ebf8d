using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace VaeCodec.Server.Tests.Load;

/// <summary>Clients that send what is planned, each a request at a time over its own connection, and look at what is answered. One that is
/// told to come again does so after the time that it is told.</summary>
internal sealed class LoadClients(Uri address, LoadRequest[] plan)
{
    private const int MostTries = 100;

    /// <summary>Of a request, its waits for other requests and for answers of 503 included.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (byte[] Bytes, string Tag, LoadRequest Request)> _files = [];
    private readonly ConcurrentBag<(string Kind, double Milliseconds)> _times = [];
    private readonly ConcurrentQueue<string> _errors = [];
    private int _next = -1, _busy;

    /// <summary>Answers that were other than planned.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>Answers of 503, which is no error: the client comes again.</summary>
    public int Busy => _busy;

    /// <summary>Requests that were answered.</summary>
    public int Answered => _times.Count;

    /// <summary>The files that came, one of each.</summary>
    public IEnumerable<(byte[] Bytes, LoadRequest Request)> Files => _files.Values.Select(file => (file.Bytes, file.Request));

    /// <summary>Milliseconds by kind, in order.</summary>
    public IEnumerable<(string Kind, double[] Milliseconds)> Times => _times.GroupBy(time => time.Kind, time => time.Milliseconds)
        .OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => (kind.Key, kind.Order().ToArray()));

    /// <summary>Sends everything.</summary>
    public Task RunAsync(int clients) => Task.WhenAll(Enumerable.Range(0, clients).Select(_ => RunOneAsync()));

    private async Task RunOneAsync()
    {
        using var client = new HttpClient { BaseAddress = address, Timeout = s_longest };
        while (Interlocked.Increment(ref _next) is var i && i < plan.Length)
        {
            try
            {
                await SendAsync(client, plan[i]);
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException)
            {
                _errors.Enqueue($"{plan[i].Method} {plan[i].Path}: {error.Message}");
            }
        }
    }

    private async Task SendAsync(HttpClient client, LoadRequest request)
    {
        bool isKnown = _files.TryGetValue(request.File ?? "", out var known);
        for (int tries = 0; tries < MostTries; tries++)
        {
            using var message = new HttpRequestMessage(request.Method, request.Path);
            message.Content = request.Body is { } body ? new ByteArrayContent(body) : null;
            foreach ((string name, string value) in request.Headers)
                message.Headers.TryAddWithoutValidation(name, value);
            if (isKnown && request.IsConditional)
                message.Headers.TryAddWithoutValidation("If-None-Match", known.Tag);
            long start = Stopwatch.GetTimestamp();
            using HttpResponseMessage answer = await client.SendAsync(message);
            byte[] bytes = await answer.Content.ReadAsByteArrayAsync();
            double time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                Interlocked.Increment(ref _busy);
                await Task.Delay(answer.Headers.RetryAfter!.Delta!.Value);
                continue;
            }

            _times.Add((KindOf(request, isKnown), time));
            if (Look(request, isKnown ? known.Bytes : null, answer, bytes) is { } wrong)
                _errors.Enqueue($"{request.Method} {request.Path}: {(int)answer.StatusCode}, {wrong}");
            return;
        }

        _errors.Enqueue($"{request.Method} {request.Path}: too busy for {MostTries} times");
    }

    private static string KindOf(LoadRequest request, bool isKnown) => request switch
    {
        { Body: not null, Status: HttpStatusCode.Created } => "put",
        { File: null, Status: HttpStatusCode.OK } => "lists and pages",
        { File: null } => "refused",
        { IsStored: true } => "stored file",
        { IsConditional: true } when isKnown => "304",
        _ => isKnown ? "cached" : "uncached",
    };

    /// <summary>What is wrong with an answer.</summary>
    private string? Look(LoadRequest request, byte[]? known, HttpResponseMessage answer, byte[] bytes)
    {
        HttpStatusCode expected = request.IsConditional && known is not null ? HttpStatusCode.NotModified : request.Status;
        bool isPutAgain = request.Status == HttpStatusCode.Created && answer.StatusCode == HttpStatusCode.OK;
        if (answer.StatusCode != expected && !isPutAgain)
            return $"not {(int)expected}";
        if (request.File is null)
            return bytes.Length == 0 && request.Method != HttpMethod.Delete ? "empty" : null;
        if (answer.Headers.ETag is not { IsWeak: false, Tag: var tag })
            return "no tag";
        if (expected == HttpStatusCode.NotModified)
            return bytes.Length == 0 ? null : "a body";
        if (request.Method == HttpMethod.Head)
            return bytes.Length == 0 && (known is null || answer.Content.Headers.ContentLength == known.Length) ? null : "another length";
        if (expected == HttpStatusCode.PartialContent)
            return bytes.Length == 50 && (known is null || known.AsSpan(10, 50).SequenceEqual(bytes)) ? null : "other bytes";
        // Two may ask for the same for the first time at once: the bytes are the same all the same.
        return _files.GetOrAdd(request.File, (bytes, tag, request)).Bytes.AsSpan().SequenceEqual(bytes) ? null : "other bytes than before";
    }
}
