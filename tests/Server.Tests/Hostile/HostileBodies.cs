using System.Text;
using VaeCodec.Images;
using VaeCodec.Tests.Shared;

namespace VaeCodec.Server.Tests.Hostile;

/// <summary>Bodies that are broken, not what they are called, or larger than they look.</summary>
internal static class HostileBodies
{
    private static readonly string[] s_formats = [".png", ".jpg", ".webp", ".avif", ".tif", ".gif", ".vaec"];

    /// <summary>All of them.</summary>
    /// <param name="cuts">Of each format, so many that are cut short and so many that are changed.</param>
    public static IEnumerable<HostileRequest> All(int cuts)
        => [.. Damaged(cuts), .. Chunked(), .. Names(), .. Bombs(), .. Shared()];

    private static IEnumerable<HostileRequest> Damaged(int cuts)
    {
        var random = new Random(2);
        byte[] pixels = new byte[64 * 48 * 3];
        random.NextBytes(pixels);
        var noise = new PixelImage(64, 48, 3, pixels);
        foreach (string format in s_formats)
        {
            byte[] whole = format == ".vaec" ? new VaeEncoder(new() { AllowExact = false }).Encode(noise).Bytes
                : ImageFile.SaveToBytes(noise, format);
            for (int i = 0; i < cuts; i++)
            {
                // Some readers make do with what is there; whatever they do not is refused.
                byte[] cut = whole[..random.Next(whole.Length)], changed = [.. whole];
                for (int bytes = 0; bytes <= i; bytes++)
                    changed[random.Next(whole.Length)] ^= (byte)random.Next(1, 256);
                yield return Put("cut short", $"x{format}", cut) with { MayBeAnswered = true };
                yield return Put("changed", $"x{format}", changed) with { MayBeAnswered = true };
            }

            yield return Put("ends early", "x", whole, whole.Length + 1000) with { BreaksOff = true };
        }

        foreach (string text in (string[])["", "x", "<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
            "%PDF-1.7", "GIF89a", "\u0089PNG\r\n\u001a\n", "\u00ff\u00d8\u00ff", "RIFF\0\0\0\u00ffWEBPVP8 ", "VAEC", "VAEA",
            "P6 99999 99999 255\n", "P6 -1 5 255\n", "II*\0\u00ff\u00ff\u00ff\u00ff", "#!/bin/sh\nid",
            "push graphic-context\nimage over 0,0 0,0 'url(file:///etc/passwd)'"])
            yield return Put("no picture", "x.png", Encoding.Latin1.GetBytes(text));
    }

    private static IEnumerable<HostileRequest> Chunked()
    {
        foreach (string chunks in (string[])["zz\r\n", "FFFFFFFFFF\r\n", "5\r\n\u0089PNG\r\n", "-5\r\nhello\r\n", "5\r\n\u0089PNG\r",
            "\r\n\r\n", "8\r\n\u0089PNG\r\n\u001a\n\r\n8\r\n\u0089PNG", "8;" + new string('e', 40_000),
            "0\r\nX: " + new string('t', 40_000) + "\r\n\r\n"])
        {
            yield return new("chunked", Encoding.Latin1.GetBytes("PUT /pictures/x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked"
                + "\r\n\r\n" + chunks))
            { BreaksOff = true };
        }
    }

    /// <summary>A sound picture, called something that must be no more than a name.</summary>
    private static IEnumerable<HostileRequest> Names()
    {
        byte[] picture = File.ReadAllBytes(Corpus.PathOf("tiny.png"));
        foreach (string name in (string[])["..%2f..%2fsecret.txt", "%2fetc%2fcron.d%2fx", "..%5c..%5csecret.txt", @"C:\x.png",
            "a%0d%0aX-Evil:%201", "%1b%5b2J.png", "%e2%80%ae.png", "con", "~%2f.ssh%2fid", "store.json", "x.png%3fw=5", "x/", ".",
            "%22%3b.png", "x.png?tag=&tag=" + new string('t', 5000), "x.png?tag=%00&tag=%0a",
            "%ff%fe.png", "%ed%a0%80"])
            yield return Put("name", name, picture) with { MayBeAnswered = true };
        foreach (string name in (string[])[new('n', 2000), "%00", "x%00.png"])
            yield return Put("name", name, picture);
    }

    /// <summary>Few bytes that say that they are many.</summary>
    private static IEnumerable<HostileRequest> Bombs()
    {
        byte[] zeros = PngBytes.Packed(64 << 20), small = PngBytes.Packed(8 * 25);
        foreach ((int width, int height) in new[] { (1_000_000, 1_000_000), (50_000, 50_000), (int.MaxValue, 1), (0, 0), (20_000, 5_000) })
            yield return Put("bomb", "x.png", PngBytes.Of(width, height, ("IDAT", zeros)));
        yield return Put("bomb", "x.png", PngBytes.Of(8000, 6000, ("IDAT", small))); // no more than is allowed, were it there
        foreach ((string type, int count) in new[] { ("zTXt", 1), ("zTXt", 300), ("iTXt", 100) })
        {
            byte[] text = [.. "Raw profile type exif\0"u8, .. type == "iTXt" ? (byte[])[1, 0, 0, 0, 0] : [0], .. PngBytes.Packed(7 << 20)];
            yield return Put("bomb", "x.png", PngBytes.Of(8, 8, [.. Enumerable.Repeat((type, text), count), ("IDAT", small)])) with
            {
                MayBeAnswered = true,
            };
        }

        byte[] profile = [.. "icc\0\0"u8, .. zeros];
        yield return Put("bomb", "x.png", PngBytes.Of(8, 8, ("iCCP", profile), ("IDAT", small))) with { MayBeAnswered = true };
        yield return Put("bomb", "x.ppm", "P6 7000 7000 255\n"u8.ToArray());
        yield return Put("bomb", "x.pbm", [.. "P4 20000 20000\n"u8, .. new byte[1000]]);
    }

    /// <summary>Those of shared/cases/hostile, where the repository has them beside it.</summary>
    private static IEnumerable<HostileRequest> Shared()
    {
        string folder = Path.Combine(Corpus.Root, "..", "shared", "cases", "hostile");
        return !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
            .Select(file => Put("case", Path.GetFileName(file), File.ReadAllBytes(file)) with { MayBeAnswered = true });
    }

    private static HostileRequest Put(string kind, string name, byte[] body, int? length = null) => length is null
        ? HostileRequest.Of(kind, $"PUT /pictures/{name} HTTP/1.1", [], body)
        : new(kind, [.. Encoding.Latin1.GetBytes($"PUT /pictures/{name} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n"),
            .. body]);
}
