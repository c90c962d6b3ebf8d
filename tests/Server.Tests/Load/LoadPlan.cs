using System.Net;
using VaeCodec.Store;

namespace VaeCodec.Server.Tests.Load;

/// <summary>What is asked for: pictures of mixed sizes and formats, most of them more than once; parts of them, and what of them is known;
/// pictures that are put; lists and pages; and what has to be refused. The same requests in every run.</summary>
internal sealed class LoadPlan(IReadOnlyList<StoredPicture> pictures, IReadOnlyList<byte[]> toPut)
{
    private static readonly string[] s_formats = [".jpg", ".webp", ".avif", ".png", ".vaec"];

    private static readonly string[] s_accepted = ["image/avif,image/webp,*/*;q=0.8", "image/webp,*/*", "*/*", "image/png"];

    /// <summary>Queries with the size that they bring a picture of 768 x 512 to, or less.</summary>
    private static readonly (string Query, int Width, int Height)[] s_sizes = [("", 0, 0), ("w=320&h=320&fit=cover", 320, 320),
        ("w=160", 160, 0), ("w=640&h=640", 640, 640), ("h=200", 0, 200), ("w=400&h=300&fit=fill", 400, 300), ("layers=2&w=320", 320, 0)];

    private readonly Random _random = new(7);

    /// <summary>So many requests.</summary>
    public LoadRequest[] Make(int count) => [.. Enumerable.Range(0, count).Select(_ => _random.Next(100) switch
    {
        < 66 => Get(HttpMethod.Get),
        < 74 => Get(HttpMethod.Head),
        < 80 => Get(HttpMethod.Get) with { IsConditional = true },
        < 86 => Part(Get(HttpMethod.Get)),
        < 90 => Put(),
        < 95 => Page(),
        _ => Refused(),
    })];

    private static LoadRequest Part(LoadRequest whole) => whole with
    {
        Status = HttpStatusCode.PartialContent,
        Headers = [.. whole.Headers, ("Range", "bytes=10-59")],
    };

    private LoadRequest Get(HttpMethod method)
    {
        StoredPicture picture = One(pictures);
        (string query, int width, int height) = One(s_sizes);
        string suffix = _random.Next(6) == 0 ? "" : One(s_formats);
        (string, string)[] headers = suffix.Length == 0 ? [("Accept", One(s_accepted))] : [];
        string path = $"/pictures/{picture.Id}{suffix}{(query.Length == 0 ? "" : "?")}{query}";
        return new(method, path, HttpStatusCode.OK)
        {
            Headers = headers,
            File = string.Join(' ', [path, .. headers.Select(header => header.Item2)]),
            IsStored = suffix == picture.Format && query.Length == 0,
            Most = (width == 0 ? picture.Width : Math.Min(width, picture.Width),
                height == 0 ? picture.Height : Math.Min(height, picture.Height)),
        };
    }

    private LoadRequest Put()
    {
        int which = _random.Next(toPut.Count);
        return new(HttpMethod.Put, $"/pictures/put/{which}.png?tag=put", HttpStatusCode.Created) { Body = toPut[which] };
    }

    private LoadRequest Page() => new(HttpMethod.Get, One(["/", "/gallery.js", "/health", "/pictures?limit=50", "/pictures?tag=put",
        "/pictures?from=2020-01-01&limit=5"]), HttpStatusCode.OK);

    private LoadRequest Refused()
    {
        string file = $"/pictures/{One(pictures).Id}.jpg";
        return One<LoadRequest>([
            new(HttpMethod.Get, "/pictures/0123456789abcdef.jpg", HttpStatusCode.NotFound),
            new(HttpMethod.Get, $"{file}?w=0", HttpStatusCode.BadRequest),
            new(HttpMethod.Get, $"{file}?w=999999", HttpStatusCode.BadRequest),
            new(HttpMethod.Get, $"{file}?fit=round", HttpStatusCode.BadRequest),
            new(HttpMethod.Get, file[..^4], HttpStatusCode.NotAcceptable) { Headers = [("Accept", "text/html")] },
            new(HttpMethod.Get, file[..^4] + ".exe", HttpStatusCode.NotFound),
            new(HttpMethod.Get, file[..^4] + ".vaec", HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                Headers = [("Range", "bytes=99999999-")],
            },
            new(HttpMethod.Put, "/pictures/none.png", HttpStatusCode.UnsupportedMediaType) { Body = "no picture"u8.ToArray() },
            new(HttpMethod.Delete, file, HttpStatusCode.MethodNotAllowed),
        ]);
    }

    private T One<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];
}
