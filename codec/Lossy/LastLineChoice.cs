using VaeCodec.Bitstream.Containers;
using VaeCodec.Networks.Hvae;
using VaeCodec.Picture;

namespace VaeCodec.Lossy;

/// <summary>Chooses which last lines of a picture are coded: those that differ so much from the line before, which is repeated otherwise,
/// that they are worth the positions that they begin.</summary>
internal sealed class LastLineChoice
{
    /// <summary>What a value of a coded line must save, in betas, as a share of 255^2. docs/notebook/last-lines.md has how it was
    /// found.</summary>
    private const double Price = 4;

    private readonly List<(LastLines Line, double Saved)> _lines = [];

    /// <summary>Looks at a picture.</summary>
    /// <param name="image">As the network sees it.</param>
    public LastLineChoice(PixelImage image)
    {
        LastLines any = VaecHeader.LastLinesOf(image.Width, image.Height);
        if (any.HasFlag(LastLines.Column))
            Add(LastLines.Column, image.Height, first: image.Width - 1, next: image.Width, back: 1);
        if (any.HasFlag(LastLines.Row))
            Add(LastLines.Row, image.Width, first: (image.Height - 1) * image.Width, next: 1, back: image.Width);

        void Add(LastLines line, int length, int first, int next, int back)
        {
            long error = 0;
            for (int i = 0, at = first; i < length; i++, at += next)
                error += ColourPlanes.ColourError(Pixel(at), Pixel(at - back), image.Channels);
            // pixels that nobody sees count as equal
            _lines.Add((line, error / (255.0 * 255 * length * ColourPlanes.Colours(image.Channels))));
        }

        ReadOnlySpan<byte> Pixel(int at) => image.Pixels.AsSpan(at * image.Channels, image.Channels);
    }

    /// <summary>The lines that are worth it at a setting of the rate multipliers: more of them, the lower those are.</summary>
    public LastLines At(RateVector beta)
        => _lines.Where(line => line.Saved > Price * beta.MeanValue).Aggregate(LastLines.None, (all, line) => all | line.Line);
}
