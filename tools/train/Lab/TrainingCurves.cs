using System.Text.Json;
using VaeCodec.Bench.Report;

namespace VaeCodec.Train.Lab;

/// <summary>The curves of a log: the objective, or what the latent layers take of the bits.</summary>
internal static class TrainingCurves
{
    // What logs of different models call the objective, and the pixels seen.
    private static readonly string[] s_objectives = ["loss", "bits", "total"], s_pixels = ["gigapixels", "gpx"];

    /// <summary>Draws a log as an SVG file.</summary>
    /// <param name="lines">Of a log.jsonl; a line with a config begins a segment, whose gigapixels go on from those of the one
    /// before.</param>
    /// <param name="layers">Whether the layers' shares are drawn.</param>
    /// <exception cref="InvalidDataException">There is nothing to draw.</exception>
    public static string Draw(IEnumerable<string> lines, bool layers)
    {
        (bool ofPixels, List<(double X, JsonElement Row)> rows) = Read(lines, layers);
        if (rows.Count < 2)
            throw new InvalidDataException($"the log has no two lines with {(layers ? "layers" : "an objective")}");
        string nameX = ofPixels ? "Gigapixels seen" : "steps";
        if (!layers)
        {
            return SvgFile.Write(LinePlot.Draw([new(Objective(rows[0].Row)!,
                [.. rows.Select(r => (r.X, r.Row.GetProperty(Objective(r.Row)!).GetDouble()))])], nameX, Objective(rows[0].Row)!));
        }

        int count = rows[0].Row.GetProperty("layers").GetArrayLength();
        return SvgFile.Write(SharePlot.Draw([.. rows.Select(r => (r.X,
            (IReadOnlyList<double>)[.. r.Row.GetProperty("layers").EnumerateArray().Select(v => v.GetDouble())]))],
            [.. Enumerable.Range(1, count).Select(i => $"layer {i}")], nameX, "% of the bits, mean over all rates"));
    }

    private static (bool OfPixels, List<(double X, JsonElement Row)> Rows) Read(IEnumerable<string> lines, bool layers)
    {
        var rows = new List<(double X, JsonElement Row)>();
        double start = 0;
        bool ofPixels = false;
        string[] all = [.. lines];
        foreach ((int i, string line) in all.Index())
        {
            using JsonDocument? document = i < all.Length - 1 ? JsonDocument.Parse(line) : Last(line);
            if (document is null)
                continue;
            JsonElement row = document.RootElement.Clone();
            if (row.TryGetProperty("config", out _))
                start = rows.Count > 0 ? rows[^1].X : 0;
            bool drawn = layers ? row.TryGetProperty("layers", out _) : Objective(row) is not null;
            if (!drawn || !row.TryGetProperty("step", out JsonElement step))
                continue;
            string? pixels = s_pixels.FirstOrDefault(name => row.TryGetProperty(name, out _));
            ofPixels |= pixels is not null;
            rows.Add((start + (pixels is null ? step : row.GetProperty(pixels)).GetDouble(), row));
        }

        return (ofPixels, rows);
    }

    /// <summary>The last line; null while a run that goes on has not written it to its end.</summary>
    private static JsonDocument? Last(string line)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Objective(JsonElement row)
        => s_objectives.FirstOrDefault(name => row.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number);
}
