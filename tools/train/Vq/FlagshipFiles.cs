using VaeCodec.Bench.Metrics;
using VaeCodec.Train.Window;

namespace VaeCodec.Train.Vq;

/// <summary>The same pictures by the codec, at the bytes that a VQ-VAE takes.</summary>
internal static class FlagshipFiles
{
    /// <summary>Bits per pixel of all tiles, and the mean of their decibels; null where it cannot make a file so small.</summary>
    /// <param name="crops">Of which the tiles are.</param>
    /// <param name="places">Of the tiles.</param>
    /// <param name="bytes">Of each file at most.</param>
    /// <param name="cancellationToken">Takes effect within a tile.</param>
    public static (double Bpp, double Psnr)? Of(WindowCrops crops, IReadOnlyList<(int Picture, int Top, int Left)> places, int bytes,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(crops);
        ArgumentNullException.ThrowIfNull(places);
        var encoder = new VaeEncoder(new() { Mode = Rate.Bytes(bytes), AllowExact = false });
        var decoder = new VaeDecoder();
        double decibel = 0;
        long written = 0;
        foreach ((int Picture, int Top, int Left) place in places)
        {
            PixelImage tile = crops.ImageAt(place);
            byte[] file;
            try
            {
                file = encoder.Encode(tile, null, cancellationToken).Bytes;
            }
            catch (VaeCodecException e) when (e.Kind == VaeCodecErrorKind.BadArgument)
            {
                return null;
            }

            written += file.Length;
            decibel += Psnr.Rgb(tile, decoder.Decode(file, null, cancellationToken));
        }

        return (8.0 * written / ((long)places.Count * crops.Crop * crops.Crop), Math.Round(decibel / places.Count, 3));
    }
}
