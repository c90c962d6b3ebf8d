using System.Globalization;
using VaeCodec.Bench.Results;

namespace VaeCodec.Bench;

/// <summary>Rate-distortion curves of other codecs from a CSV file with columns codec, point, bpp, psnr_rgb_db and perhaps ms_ssim (others
/// are ignored); rows of the same codec and point are averaged. No field may be quoted.</summary>
internal static class AnchorFile
{
    /// <summary>Reads all curves.</summary>
    /// <exception cref="VaeCodecException">Corrupt: a needed column is missing or a number is none.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<Curve> Read(string path)
    {
        if (!File.Exists(path))
            throw new IOException($"there is no file '{path}'");
        string[] lines = File.ReadAllLines(path);
        string[] header = lines.Length > 0 ? lines[0].Split(',') : [];
        int codec = Column("codec"), point = Column("point"), bpp = Column("bpp"), psnr = Column("psnr_rgb_db"),
            similarity = Array.IndexOf(header, "ms_ssim");
        int needed = new[] { codec, point, bpp, psnr, similarity }.Max();
        List<string[]> rows = [.. lines.Skip(1).Where(l => l.Length > 0).Select(l => l.Split(','))];
        if (rows.Find(r => r.Length <= needed) is { } shortRow)
            throw Bad($"the row '{string.Join(',', shortRow)}' has too few columns");
        if (rows.Find(r => !(Number(r[bpp]) > 0)) is { } emptyRow)
            throw Bad($"the row '{string.Join(',', emptyRow)}' has no bits");
        return [.. rows.GroupBy(r => r[codec]).Select(g => new Curve(g.Key, Path.GetFileNameWithoutExtension(path),
            [.. g.GroupBy(r => Number(r[point])).Select(p => new CurvePoint
            {
                Bpp = p.Average(r => Number(r[bpp])),
                PsnrRgbDb = p.Average(r => Number(r[psnr])),
                MsSsim = similarity >= 0 && p.All(r => r[similarity].Length > 0) ? p.Average(r => Number(r[similarity])) : null,
            }).OrderBy(p => p.Bpp)]))];

        int Column(string name)
        {
            int at = Array.IndexOf(header, name);
            return at >= 0 ? at : throw Bad($"there is no column '{name}'");
        }

        double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw Bad($"'{text}' is not a number");

        VaeCodecException Bad(string what) => new(VaeCodecErrorKind.Corrupt, $"{path}: {what}");
    }
}
