namespace VaeCodec.Train.Data.Graphics;

/// <summary>Pictures that are no photographs, so that nothing people hand over is foreign to the network: text, line art, gradients, flat
/// and saturated colours, pixel art, windows with boxes. A picture is a function of seed and number, given the same fonts.</summary>
internal static class GraphicsRenderer
{
    /// <summary>Pixels along an edge: as the photographs, so that crops fall anywhere in them.</summary>
    public const int Side = 512;

    private static readonly Action<Canvas, Palette>[] s_kinds =
        [TextPages.Page, TextPages.Page, TextPages.Terminal, Shapes.LineArt, Shapes.Gradients, Shapes.Flat, Shapes.PixelArt,
            Shapes.Interface];

    /// <summary>Renders pictures, each kind in turn.</summary>
    public static IReadOnlyList<Photo> Render(int count, ulong seed)
        => [.. Enumerable.Range(0, count).AsParallel().AsOrdered().Select(i =>
        {
            var canvas = new Canvas(Side);
            s_kinds[i % s_kinds.Length](canvas, new(new CounterRandom(seed, CounterRandom.Stream.Graphics, i)));
            return canvas.ToPhoto($"rendered {i:D4}");
        })];
}
