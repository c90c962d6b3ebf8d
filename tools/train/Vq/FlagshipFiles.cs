using VaeCodec.Train.Window;

namespace VaeCodec.Train.Vq;

/// <summary>The same pictures by the codec, at the bytes that a VQ-VAE takes.</summary>
internal static class FlagshipFiles
{
    /// <summary>Bits per pixel and decibel over all tiles.</summary>
    /// <param name="crops">Of which the tiles are.</param>
    /// <param name="places">Of the tiles.</param>
    /// <param name="bytes">Of each file.</param>
    /// <param name="cancellationToken">Takes effect within a tile.</param>
    public static (double Bpp, double Psnr) Of(WindowCrops crops, IReadOnlyList<(int Picture, int Top, int Left)> places, int bytes,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(crops);
        ArgumentNullException.ThrowIfNull(places);
        var encoder = new VaeEncoder(new() { Mode = Rate.Bytes(bytes), AllowExact = false });
        var decoder = new VaeDecoder();
        double sum = 0, written = 0, values = 0;
        foreach ((int Picture, int Top, int Left) place in places)
        {
            byte[] tile = crops.BytesAt(place);
            byte[] file = encoder.Encode(new(crops.Crop, crops.Crop, 3, tile), null, cancellationToken).Bytes;
            byte[] decoded = decoder.Decode(file, null, cancellationToken).Pixels;
            sum += tile.Zip(decoded, (a, b) => (double)(a - b) * (a - b)).Sum();
            (written, values) = (written + file.Length, values + tile.Length);
        }

        return (8 * written / (values / 3), Math.Round(VqResult.OfGrayLevels(sum / values), 3));
    }
}
