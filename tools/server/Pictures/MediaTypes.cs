using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using VaeCodec.Store;

namespace VaeCodec.Server.Pictures;

/// <summary>The formats that pictures are served in, by extension and by media type.</summary>
internal static class MediaTypes
{
    /// <summary>Of .vaec files; not registered.</summary>
    public const string Vaec = "image/x-vaec";

    /// <summary>By preference: what takes the fewest bytes first.</summary>
    private static readonly (string Suffix, string Type)[] s_served =
        [(".avif", "image/avif"), (".webp", "image/webp"), (".jpg", "image/jpeg"), (".png", "image/png"), (".vaec", Vaec)];

    /// <summary>Further ones, in which pictures may be stored, or asked for by extension.</summary>
    private static readonly (string Suffix, string Type)[] s_others = [(".jpeg", "image/jpeg"), (".gif", "image/gif"),
        (".tif", "image/tiff"), (".tiff", "image/tiff"), (".pnm", "image/x-portable-anymap"), (".ppm", "image/x-portable-anymap"),
        (".pgm", "image/x-portable-anymap")];

    /// <summary>The type of a suffix; null where there is no such format.</summary>
    public static string? Of(string suffix) => s_served.Concat(s_others).FirstOrDefault(format => format.Suffix == suffix).Type;

    /// <summary>The suffix of the format that a client would rather have: of those that it names the one it likes best, and of equal ones
    /// the stored one, or the smallest; where it takes any, JPEG, or PNG of what has alpha or is exact.</summary>
    /// <returns>Null where it takes none.</returns>
    public static string? Negotiate(HttpRequest request, StoredPicture picture, bool isWhole)
    {
        string any = picture.Channels is 2 or 4 || picture.Mode == StoredMode.Exact ? ".png" : ".jpg";
        IList<MediaTypeHeaderValue> accepted = request.GetTypedHeaders().Accept;
        if (accepted.Count == 0)
            return any;
        string? stored = isWhole ? picture.Format : null;
        (string Suffix, double Quality)[] named = [.. s_served.Append((Suffix: picture.Format, Type: Of(picture.Format) ?? ""))
            .Distinct().Where(format => isWhole || format.Suffix != ".vaec")
            .Select(format => (format.Suffix, Quality: QualityOf(accepted, format.Type))).Where(format => format.Quality > 0)];
        if (named.Length > 0)
            return named.OrderByDescending(format => format.Quality).ThenByDescending(format => format.Suffix == stored).First().Suffix;
        return accepted.Any(range => (range.MatchesAllTypes || range.MediaType.Equals("image/*", StringComparison.OrdinalIgnoreCase))
            && range.Quality is not 0) ? any : null;
    }

    private static double QualityOf(IList<MediaTypeHeaderValue> accepted, string type) => accepted
        .Where(range => range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)).Select(range => range.Quality ?? 1)
        .DefaultIfEmpty(0).Max();
}
