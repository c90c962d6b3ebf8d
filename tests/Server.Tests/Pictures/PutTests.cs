using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using VaeCodec.Server.Tests.Support;
using VaeCodec.Store;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Server.Tests.Pictures;

/// <summary>Pictures that are put, and what is refused.</summary>
public sealed class PutTests
{
    private static readonly byte[] s_picture = File.ReadAllBytes(Corpus.PathOf("tiny.png"));

    [Fact]
    public async Task WhatIsPutIsThere()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage put = await server.Client.PutAsync("/pictures/a/b%20c.png?tag=x", new ByteArrayContent(s_picture)),
            posted = await server.Client.PostAsync("/pictures?name=other.png", new ByteArrayContent(s_picture));
        JsonElement answer = await put.Content.ReadFromJsonAsync<JsonElement>();
        string id = answer.GetProperty("picture").GetProperty("id").GetString()!;
        Assert.Equal((HttpStatusCode.Created, "added"), (put.StatusCode, answer.GetProperty("status").GetString()));
        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);
        Assert.Equal($"/pictures/{id}", put.Headers.Location!.ToString());
        StoredPicture stored = (await server.Store.FindAsync(id))!;
        Assert.Equal(("a/b c.png", "x"), (stored.Name, Assert.Single(stored.Tags)));
        JsonElement listed = await server.Client.GetFromJsonAsync<JsonElement>("/pictures?tag=x&limit=5");
        Assert.Equal(id, Assert.Single(listed.EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task WhatIsNoPictureIsRefused()
    {
        await using RunningServer server = await RunningServer.StartAsync(options
            => options with { MaxBytes = 20_000, MaxPixels = 100_000 });
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await PutAsync("no picture"u8.ToArray()));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await PutAsync([]));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await PutAsync(s_picture[..(s_picture.Length / 2)]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PutAsync(new byte[20_001]));
        byte[] large = Images.ImageFile.SaveToBytes(new(500, 300, 1, new byte[150_000]), ".png");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PutAsync(large)); // of pixels: a bomb of few bytes
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(s_picture, new string('n', 2000)));
        Assert.Equal(0, (await server.Store.GetStatisticsAsync()).Pictures);

        async Task<HttpStatusCode> PutAsync(byte[] body, string name = "x.png")
            => (await server.Client.PutAsync($"/pictures/{name}", new ByteArrayContent(body))).StatusCode;
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("x.png?tag=sea&tag=%0a")]
    [InlineData("x.png?tag=sea&tag=")]
    public async Task WhatIsCalledWronglyIsRefused(string name)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage put = await server.Client.PutAsync($"/pictures/{name}", new ByteArrayContent(s_picture));
        Assert.Equal(HttpStatusCode.BadRequest, put.StatusCode);
        Assert.Equal(0, (await server.Store.GetStatisticsAsync()).Pictures);
    }

    [Fact]
    public async Task TooManyTagsAreRefused()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        string tags = string.Concat(Enumerable.Repeat("&tag=t", 1200));
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Client.GetAsync($"/pictures?limit=1{tags}")).StatusCode);
        using HttpResponseMessage put = await server.Client.PostAsync($"/pictures?name=x{tags}", new ByteArrayContent(s_picture));
        Assert.Equal(HttpStatusCode.BadRequest, put.StatusCode);
        Assert.Equal(0, (await server.Store.GetStatisticsAsync()).Pictures);
    }

    [Fact]
    public async Task AFileThatTakesTooMuchWorkToDecodeIsRefused()
    {
        byte[] noise = new byte[64 * 64];
        new Random(1).NextBytes(noise);
        byte[] vaec = new VaeEncoder(new() { Mode = Rate.Quality(10), AllowExact = false }).Encode(new PixelImage(64, 64, 1, noise)).Bytes
            .ToArray();
        foreach ((long work, HttpStatusCode answer) in new[] { (1_000_000L, HttpStatusCode.RequestEntityTooLarge),
            (1_000_000_000L, HttpStatusCode.Created) })
        {
            await using RunningServer server = await RunningServer.StartAsync(options => options with { MaxWork = work });
            Assert.Equal(answer, (await server.Client.PutAsync("/pictures/x.vaec", new ByteArrayContent(vaec))).StatusCode);
        }
    }

    [Fact]
    public async Task AReadOnlyServerTakesNone()
    {
        await using RunningServer server = await RunningServer.StartAsync(options => options with { IsReadOnly = true });
        using HttpResponseMessage put = await server.Client.PutAsync("/pictures/x.png", new ByteArrayContent(s_picture));
        Assert.Equal(HttpStatusCode.Forbidden, put.StatusCode);
    }

    [Fact]
    public async Task BrokenBodiesHarmNobody()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        string[] requests = ["PUT /pictures/x.png HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n\u0089PNG",
            "PUT /pictures/x.png HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "GET /pictures/ HTTP/9.9\r\n\r\n",
            "\0\0\0\0", "GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n"];
        foreach (string request in requests)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, server.Client.BaseAddress!.Port);
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(request));
            client.Client.Shutdown(SocketShutdown.Send);
            Assert.DoesNotContain(" 200 ", await AnswerAsync(stream), StringComparison.Ordinal);
        }

        using var kept = new TcpClient();
        await kept.ConnectAsync(IPAddress.Loopback, server.Client.BaseAddress!.Port);
        await kept.GetStream().WriteAsync(("PUT /pictures/x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "FFFFFFFFFF\r\n").Select(letter => (byte)letter).ToArray());
        using var answer = new StreamReader(kept.GetStream());
        Assert.Contains(" 400 ", await answer.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("ok\n", await server.Client.GetStringAsync("/health"));
        Assert.Equal(0, (await server.Store.GetStatisticsAsync()).Pictures);
    }

    /// <summary>What a server answers, or nothing where it resets the connection.</summary>
    private static async Task<string> AnswerAsync(NetworkStream stream)
    {
        try
        {
            using var reader = new StreamReader(stream);
            return await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
