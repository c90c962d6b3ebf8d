using VaeCodec.Server.Tests.Support;
using Xunit;

namespace VaeCodec.Server.Tests.Gallery;

/// <summary>The page and its files; what it looks like is for the eye.</summary>
public sealed class GalleryTests
{
    [Theory]
    [InlineData("/", "text/html", "/gallery.js")]
    [InlineData("/gallery.css", "text/css", "dialog")]
    [InlineData("/gallery.js", "text/javascript", "/pictures?")]
    [InlineData("/icon.svg", "image/svg+xml", "<svg")] // which browsers ask for, and would tell of as missing
    public async Task ThePageIsThere(string path, string type, string word)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage response = await server.Client.GetAsync(path);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal);
        Assert.Contains(word, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
