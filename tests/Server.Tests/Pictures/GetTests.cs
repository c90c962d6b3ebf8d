using System.Net;
using System.Net.Http.Headers;
using VaeCodec.Images;
using VaeCodec.Server.Tests.Support;
using VaeCodec.Store;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Server.Tests.Pictures;

/// <summary>Pictures that are asked for: formats, sizes, ranges, conditions.</summary>
public sealed class GetTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private string _id = "";

    private HttpClient Client => _server.Client;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync(policy: new() { KeepSmallerOriginal = false });
        _id = (await _server.Store.PutFileAsync(Corpus.PathOf("sample.png"))).Picture.Id;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("image/avif,image/webp,*/*;q=0.8", "image/avif")]
    [InlineData("image/webp,*/*", "image/webp")]
    [InlineData("image/png;q=0.5,image/jpeg;q=0.9", "image/jpeg")]
    [InlineData("*/*", "image/jpeg")]
    [InlineData("image/x-vaec", "image/x-vaec")]
    public async Task TheClientsBestFormatIsMade(string accept, string type)
    {
        using HttpResponseMessage response = await GetAsync($"/pictures/{_id}", ("Accept", accept));
        byte[] file = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["Accept"], response.Headers.Vary);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        PixelImage image = type == "image/x-vaec" ? new VaeDecoder().Decode(file) : ImageFile.Load(file);
        Assert.Equal((480, 320), (image.Width, image.Height));
    }

    [Fact]
    public async Task NothingAcceptableIsTold()
        => Assert.Equal(HttpStatusCode.NotAcceptable, (await GetAsync($"/pictures/{_id}", ("Accept", "text/html"))).StatusCode);

    [Theory]
    [InlineData("w=100", 100, 67)]
    [InlineData("h=32", 48, 32)]
    [InlineData("w=100&h=100", 100, 67)]
    [InlineData("w=100&h=100&fit=cover", 100, 100)]
    [InlineData("w=100&h=30&fit=fill", 100, 30)]
    [InlineData("w=5000", 480, 320)]
    [InlineData("w=16384&h=16384&fit=fill", 480, 320)]
    public async Task SizesAreMade(string query, int width, int height)
    {
        PixelImage image = ImageFile.Load(await Client.GetByteArrayAsync($"/pictures/{_id}.png?{query}"));
        Assert.Equal((width, height), (image.Width, image.Height));
        PixelImage whole = ImageFile.Load(Corpus.PathOf("sample.png"));
        Assert.InRange(Mean(image) - Mean(whole), -8, 8);
    }

    [Fact]
    public async Task LayersMakeACoarsePicture()
    {
        byte[] coarse = await Client.GetByteArrayAsync($"/pictures/{_id}.png?layers=1"),
            all = await Client.GetByteArrayAsync($"/pictures/{_id}.png");
        Assert.InRange(coarse.Length, 1, all.Length - 1);
    }

    [Theory]
    [InlineData("?w=0")]
    [InlineData("?w=99999")]
    [InlineData("?w=1&w=2")]
    [InlineData("?h=x")]
    [InlineData("?fit=round")]
    [InlineData("?layers=-1")]
    public async Task WhatCannotBeMadeIsTold(string query)
    {
        using HttpResponseMessage response = await Client.GetAsync($"/pictures/{_id}.jpg{query}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("\"error\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/pictures/0123456789abcdef")]
    [InlineData("/pictures/..%2f..%2fstore.json")]
    [InlineData("/pictures/ABCDEF")]
    [InlineData("/store.json")]
    public async Task WhatIsNotThereIsTold(string path)
        => Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync(path)).StatusCode);

    [Fact]
    public async Task AnUnknownFormatIsTold()
        => Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync($"/pictures/{_id}.exe")).StatusCode);

    [Fact]
    public async Task ADeletedPictureIsGone()
    {
        await _server.Store.DeleteAsync(_id);
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync($"/pictures/{_id}.jpg")).StatusCode);
    }

    [Fact]
    public async Task WhatIsKnownIsNotSentAgain()
    {
        using HttpResponseMessage first = await Client.GetAsync($"/pictures/{_id}.webp?w=50");
        EntityTagHeaderValue tag = first.Headers.ETag!;
        using HttpResponseMessage same = await GetAsync($"/pictures/{_id}.webp?w=50", ("If-None-Match", tag.Tag)),
            other = await GetAsync($"/pictures/{_id}.webp?w=51", ("If-None-Match", tag.Tag));
        Assert.False(tag.IsWeak);
        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (same.StatusCode, other.StatusCode));
        Assert.Equal(tag, same.Headers.ETag);
        Assert.Empty(await same.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task RangesAndHeadersAreThoseOfTheFile()
    {
        byte[] file = await Client.GetByteArrayAsync($"/pictures/{_id}.vaec");
        using HttpResponseMessage head = await Client.SendAsync(new(HttpMethod.Head, $"/pictures/{_id}.vaec")),
            range = await GetAsync($"/pictures/{_id}.vaec", ("Range", "bytes=10-19")),
            beyond = await GetAsync($"/pictures/{_id}.vaec", ("Range", "bytes=99999999-"));
        Assert.Equal((HttpStatusCode.OK, file.Length), (head.StatusCode, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.PartialContent, range.StatusCode);
        Assert.Equal(file[10..20], await range.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        Assert.Equal(file.Length, beyond.Content.Headers.ContentRange!.Length);
        Assert.Equal($$"""{"error":"the file has {{file.Length}} bytes"}""", await beyond.Content.ReadAsStringAsync());
        Assert.Equal(await _server.Store.ReadAsync(_id), file);
    }

    private static double Mean(PixelImage image) => image.Pixels.Average(value => (double)value);

    private Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Client.SendAsync(request);
    }
}
