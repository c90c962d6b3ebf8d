using System.Text.Json;
using System.Text.Json.Serialization;
using TorchSharp;
using VaeCodec.Bench.Report;
using VaeCodec.Train.Lab;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Window;

/// <summary>Runs of different windows beside each other.</summary>
/// <param name="Unit">Of the numbers.</param>
/// <param name="EqualTotal">The largest of the runs' totals at price 1.</param>
/// <param name="Runs">By rising window.</param>
internal sealed record WindowReport(
    [property: JsonPropertyName("unit")] string Unit,
    [property: JsonPropertyName("equal_total")] double EqualTotal,
    [property: JsonPropertyName("runs")] IReadOnlyList<WindowReport.Run> Runs)
{
    /// <summary>A run.</summary>
    /// <param name="Result">Of it.</param>
    /// <param name="AtEqualTotal">Where its latents lie at the equal total; null where the sum stays below.</param>
    internal sealed record Run(
        [property: JsonPropertyName("result")] WindowResult Result,
        [property: JsonPropertyName("at_equal_total")] WindowRow? AtEqualTotal);

    private const int Seed = 3, Gap = 4;
    private const byte White = 255;
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Compares runs.</summary>
    public static WindowReport Of(IEnumerable<WindowResult> results)
    {
        WindowResult[] sorted = [.. results.OrderBy(r => r.Window)];
        double total = sorted.Max(r => AtPriceOne(r).Total);
        return new("bits per pixel", total, [.. sorted.Select(r => new Run(r, WindowRow.AtTotal(r.HeldOut, total)))]);
    }

    /// <summary>Latent against pixel bits, rings at price 1; the line is where the sum is <see cref="EqualTotal"/>.</summary>
    public string Plot()
    {
        Line[] lines = [.. Runs.Select(r => new Line($"window {r.Result.Window}",
            [.. r.Result.HeldOut.Select(h => (h.Latents, h.Pixels))]))];
        double most = Runs.Max(r => r.Result.HeldOut.Max(h => h.Latents));
        var sum = new Line(FormattableString.Invariant($"sum {EqualTotal:F2}"), [(0, EqualTotal), (most, EqualTotal - most)]);
        return SvgFile.Write(LinePlot.Draw([.. lines, sum], "bits of the latents per pixel", "bits of the pixels per pixel",
            [.. Runs.Select(r => (AtPriceOne(r.Result).Latents, AtPriceOne(r.Result).Pixels))]));
    }

    /// <summary>A picture, and what each network's latents of it (as at price 1) decode to without any true pixel: by the means of the
    /// pixels' distributions above, by samples below.</summary>
    /// <param name="networks">By rising window.</param>
    /// <param name="picture">RGB, sides multiples of the grid's.</param>
    public static PixelImage Samples(IEnumerable<WindowVae> networks, PixelImage picture)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(picture);
        byte[] nothing = new byte[picture.Pixels.Length];
        nothing.AsSpan().Fill(White);
        List<(byte[] Above, byte[] Below)> columns = [(picture.Pixels, nothing)];
        foreach (WindowVae net in networks)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable guard = torch.no_grad();
            torch.manual_seed(Seed);
            torch.Tensor x = (TensorValues.Bytes(picture.Pixels, 1, picture.Height, picture.Width, 3).permute(0, 3, 1, 2).@float()
                - 128.0) * (1 / 32.0), price = torch.zeros(1);
            torch.Tensor z = net.Encode(x.contiguous(), price, like => torch.rand_like(like)).Z;
            columns.Add((WindowSample.Decode(net, z, price, sample: false), WindowSample.Decode(net, z, price, sample: true)));
        }

        int width = columns.Count * (picture.Width + Gap) - Gap, row = picture.Width * 3;
        var pixels = new byte[2 * picture.Height * width * 3];
        pixels.AsSpan().Fill(White);
        for (int y = 0; y < picture.Height; y++)
        {
            foreach ((int i, (byte[] above, byte[] below)) in columns.Index())
            {
                int left = i * (picture.Width + Gap);
                above.AsSpan(y * row, row).CopyTo(pixels.AsSpan((y * width + left) * 3));
                below.AsSpan(y * row, row).CopyTo(pixels.AsSpan(((picture.Height + y) * width + left) * 3));
            }
        }

        return new(width, 2 * picture.Height, 3, pixels);
    }

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_indented) + "\n";

    private static WindowRow AtPriceOne(WindowResult result) => result.HeldOut.First(r => r.Log2Price == 0);
}
