using VaeCodec.Bitstream.Containers;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Work;
using VaeCodec.Networks.Hvae;
using VaeCodec.Picture;

namespace VaeCodec.Refinement;

/// <summary>Refines the latents of a picture tile by tile, so that memory is bounded: a tile keeps about 250 bytes per pixel.</summary>
internal sealed class Refiner(PixelImage image, HvaeModel model, EngineOptions options, int tileSide = Refiner.TileSide)
{
    /// <summary>Side of a tile; a multiple of the coarsest stride.</summary>
    public const int TileSide = 1536;

    /// <summary>Pixels around a tile, at least, that are refined with it and dropped, so that its edges see what they will be decoded
    /// beside.</summary>
    private const int LeastMargin = 64;

    /// <summary>The offsets of the whole picture, encoded under a condition.</summary>
    /// <param name="condition">Of the encoding.</param>
    /// <param name="lambda">Of an <see cref="Objective"/>.</param>
    /// <param name="plan">How long and how fast.</param>
    /// <param name="lastLines">Those that are coded.</param>
    /// <param name="progress">From 0 to 1.</param>
    public LatentOffsets Refine(RateCondition condition, RateVector lambda, RefinementPlan plan, LastLines lastLines,
        IProgress<double>? progress)
    {
        var whole = new LatentOffsets(model.Network, PictureGrid.Of(image.Width, image.Height, model.Network.Spec, lastLines));
        int margin = Math.Max(LeastMargin, model.Network.Spec.CoarsestStride);
        TileArea[] tiles = [.. TileArea.Cut(image.Width, image.Height, tileSide)];
        for (int i = 0; i < tiles.Length; i++)
        {
            int done = i;
            TileArea grown = tiles[i].Grown(margin, image.Width, image.Height);
            LatentOffsets part = new TileRefiner(Crop(grown), model, condition, lambda, options)
                .Refine(plan, lastLines, share => progress?.Report((done + share) / tiles.Length));
            if (tiles.Length == 1)
                return part;
            whole.CopyFrom(part, grown.Top, grown.Left, tiles[i]);
        }

        return whole;
    }

    private PixelImage Crop(TileArea area)
    {
        if (area.Width == image.Width && area.Height == image.Height)
            return image;
        int channels = image.Channels;
        var pixels = new byte[area.Width * area.Height * channels];
        for (int y = 0; y < area.Height; y++)
        {
            image.Pixels.AsSpan(((area.Top + y) * image.Width + area.Left) * channels, area.Width * channels)
                .CopyTo(pixels.AsSpan(y * area.Width * channels));
        }

        return new(area.Width, area.Height, channels, pixels);
    }
}
