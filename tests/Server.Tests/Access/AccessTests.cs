using System.Net;
using VaeCodec.Server.Tests.Support;
using Xunit;

namespace VaeCodec.Server.Tests.Access;

/// <summary>Who may ask.</summary>
public sealed class AccessTests
{
    private const string Key = "a key of this test";

    [Theory]
    [InlineData("X-Api-Key", Key, HttpStatusCode.OK)]
    [InlineData("Authorization", "Bearer " + Key, HttpStatusCode.OK)]
    [InlineData("Authorization", "Basic dTphIGtleSBvZiB0aGlzIHRlc3Q=", HttpStatusCode.OK)]
    [InlineData("Authorization", "Basic !", HttpStatusCode.Unauthorized)]
    [InlineData("X-Api-Key", "another", HttpStatusCode.Unauthorized)]
    [InlineData("X-Other", Key, HttpStatusCode.Unauthorized)]
    public async Task TheKeyIsShown(string header, string value, HttpStatusCode status)
    {
        await using RunningServer server = await RunningServer.StartAsync(options => options with { ApiKey = Key });
        Assert.Equal(status, await StatusAsync(server, HttpMethod.Get, (header, value)));
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/health")).StatusCode);
    }

    [Theory]
    [InlineData("GET", "Host", "evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("GET", "Host", "localhost:1", HttpStatusCode.OK)]
    [InlineData("GET", "Host", "LocalHost", HttpStatusCode.OK)]
    [InlineData("GET", "Origin", "http://evil.example", HttpStatusCode.OK)]
    [InlineData("POST", "Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("POST", "Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("POST", "Sec-Fetch-Site", "same-origin", HttpStatusCode.BadRequest)] // but without a name
    public async Task PagesOfOtherSitesMayNot(string method, string header, string value, HttpStatusCode status)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        Assert.Equal(status, await StatusAsync(server, new(method), (header, value)));
    }

    private static async Task<HttpStatusCode> StatusAsync(RunningServer server, HttpMethod method, (string Name, string Value) header)
    {
        using var request = new HttpRequestMessage(method, "/pictures");
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return (await server.Client.SendAsync(request)).StatusCode;
    }
}
