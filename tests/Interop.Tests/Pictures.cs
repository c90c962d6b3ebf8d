namespace VaeCodec.Interop.Tests;

/// <summary>Pictures in which every pixel and channel differs from its neighbours.</summary>
internal static class Pictures
{
    public static PixelImage Of(int channels, int width = 19, int height = 13) => new(width, height, channels,
        [.. Enumerable.Range(0, width * height * channels).Select(i => (byte)((i * 37) + (i / 19)))]);

    /// <summary>A file of its exact pixels.</summary>
    public static byte[] Exact(PixelImage picture) => new VaeEncoder(new() { Mode = Mode.Lossless() }).Encode(picture).Bytes;
}
