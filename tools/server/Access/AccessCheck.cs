using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace VaeCodec.Server.Access;

/// <summary>Who may ask: those who show the key, if there is one. Without one only this machine can reach the server, and then pages of
/// other sites, which its browsers may show, must not: neither by a name of theirs for this address, nor by sending pictures.</summary>
internal sealed class AccessCheck(ServeOptions options)
{
    /// <summary>Answered to anybody.</summary>
    public const string HealthPath = "/health";

    private readonly byte[]? _key = options.ApiKey is { } key ? Hash(key) : null;

    /// <summary>Runs the rest for those who may.</summary>
    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        if (request.Path == HealthPath)
            return next(context);
        if (_key is not null && !IsShown(request.Headers))
        {
            return ErrorAnswers.WriteAsync(context, StatusCodes.Status401Unauthorized, "show the key of this server",
                ("WWW-Authenticate", "Basic realm=\"pictures\", charset=\"UTF-8\""));
        }

        if (_key is null && !IsLocal(request.Host))
            return ErrorAnswers.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "this server has another name");
        if (IsOfAnotherSite(request))
            return ErrorAnswers.WriteAsync(context, StatusCodes.Status403Forbidden, "pages of other sites may not do that");
        return next(context);
    }

    private static bool IsLocal(HostString host) => host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>Browsers say where a request comes from; others send neither header.</summary>
    private static bool IsOfAnotherSite(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return false;
        StringValues origin = request.Headers.Origin, site = request.Headers["Sec-Fetch-Site"];
        return (site.Count > 0 && site != "same-origin" && site != "none")
            || (origin.Count > 0 && origin != $"{request.Scheme}://{request.Host}");
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary><c>X-Api-Key: KEY</c>, <c>Authorization: Bearer KEY</c>, or Basic with the key for a password, as browsers ask
    /// for.</summary>
    private bool IsShown(IHeaderDictionary headers)
    {
        string authorization = headers.Authorization.ToString();
        string shown = headers["X-Api-Key"].ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            shown = authorization["Bearer ".Length..].Trim();
        else if (authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            shown = PasswordOf(authorization["Basic ".Length..].Trim());
        return CryptographicOperations.FixedTimeEquals(Hash(shown), _key);
    }

    private static string PasswordOf(string encoded)
    {
        byte[] bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out int length)
            ? Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [_, var password] ? password : "" : "";
    }
}
