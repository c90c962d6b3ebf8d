using System.Globalization;

namespace VaeCodec.Bench;

/// <summary>Rate-distortion curves of other codecs from a CSV file with columns codec, point, bpp, psnr_rgb_db (others are ignored); rows of
/// the same codec and point are averaged.</summary>
public static class AnchorFile
{
    /// <summary>Reads all curves by codec name.</summary>
    /// <exception cref="InvalidDataException">A needed column is missing or a number is none.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<RatePoint>> Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        string[] header = lines.Length > 0 ? lines[0].Split(',') : [];
        int codec = Column("codec"), point = Column("point"), bpp = Column("bpp"), psnr = Column("psnr_rgb_db");
        return lines.Skip(1).Where(l => l.Length > 0).Select(l => l.Split(','))
            .GroupBy(f => f[codec])
            .ToDictionary(g => g.Key, g => (IReadOnlyList<RatePoint>)[.. g
                .GroupBy(f => int.Parse(f[point], CultureInfo.InvariantCulture)).OrderBy(p => p.Key)
                .Select(p => new RatePoint(p.Average(f => Number(f[bpp])), p.Average(f => Number(f[psnr]))))]);

        int Column(string name)
        {
            int at = Array.IndexOf(header, name);
            return at >= 0 ? at : throw new InvalidDataException($"{path}: there is no column '{name}'");
        }

        double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new InvalidDataException($"{path}: '{text}' is not a number");
    }
}
