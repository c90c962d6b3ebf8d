using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace VaeCodec.Server.Gallery;

/// <summary>A page that shows the pictures, and its files.</summary>
internal static class GalleryRoutes
{
    /// <summary>The page runs and shows nothing but what this server has.</summary>
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string[] s_reads = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/", "gallery.html", "text/html; charset=utf-8");
        Map(routes, "/gallery.css", "gallery.css", "text/css; charset=utf-8");
        Map(routes, "/gallery.js", "gallery.js", "text/javascript; charset=utf-8");
        Map(routes, "/icon.svg", "icon.svg", "image/svg+xml");
    }

    private static void Map(IEndpointRouteBuilder routes, string path, string resource, string type)
    {
        byte[] content = Read(resource);
        routes.MapMethods(path, s_reads, context =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            return Results.Bytes(content, type).ExecuteAsync(context);
        });
    }

    private static byte[] Read(string resource)
    {
        using Stream stream = typeof(GalleryRoutes).Assembly.GetManifestResourceStream(resource)!;
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
