using System.Diagnostics;
using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using System.Text.Json;
using VaeCodec.Inference.Simd;

namespace VaeCodec.Viewer;

/// <summary>The decoder as wwwroot/decoder.js calls it. What a call throws becomes an Error with the same message there.</summary>
[SupportedOSPlatform("browser")]
internal static partial class Decoding
{
    /// <summary>Tensors of half a megapixel; a browser's memory is small, and does not shrink.</summary>
    private const long StripBytes = 1L << 26;

    private static PixelImage? s_picture;

    /// <summary>Nothing: all begins with a call.</summary>
    private static void Main()
    {
    }

    /// <summary>Has a function of WebAssembly's table compute convolutions. To be called first.</summary>
    [JSExport]
    private static void UseKernel(int address) => HostKernel.Use(address);

    /// <summary>Puts a file where the codec looks for the weights that ship with it.</summary>
    [JSExport]
    private static void AddModelFile(string name, byte[] content)
    {
        string folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "weights")).FullName;
        File.WriteAllBytes(Path.Combine(folder, name), content);
    }

    /// <summary>Loads the weights that a file needs.</summary>
    [JSExport]
    private static void Preload(byte[] file) => VaeModels.Preload(file, new());

    /// <summary>A <see cref="VaeImageInfo"/> as JSON.</summary>
    [JSExport]
    private static string Identify(byte[] file)
        => JsonSerializer.Serialize(VaeDecoder.Identify(file), ViewerJson.Default.VaeImageInfo);

    /// <summary>Decodes a file; its pixels are <see cref="TakePixels"/>.</summary>
    /// <param name="file">A .vaec file.</param>
    /// <param name="layers">Of the latents; below 0 for the whole picture.</param>
    /// <param name="scale">See <see cref="DecoderOptions.Scale"/>.</param>
    /// <returns>A <see cref="DecodedPicture"/> as JSON.</returns>
    [JSExport]
    private static string Decode(byte[] file, int layers, int scale)
    {
        long began = Stopwatch.GetTimestamp();
        DecoderOptions options = new() { Layers = layers < 0 ? null : layers, Scale = scale, Threads = 1, StripBytes = StripBytes };
        DecodedImage decoded = new VaeDecoder(options).DecodeDetailed(file);
        s_picture = decoded.Image;
        return JsonSerializer.Serialize(new(s_picture.Width, s_picture.Height, scale, decoded.Layers, decoded.LayersInAll,
            Stopwatch.GetElapsedTime(began).TotalMilliseconds), ViewerJson.Default.DecodedPicture);
    }

    /// <summary>Red, green, blue, alpha of each pixel of the picture that was decoded last, once.</summary>
    [JSExport]
    private static byte[] TakePixels()
    {
        PixelImage picture = s_picture ?? throw new InvalidOperationException("no picture has been decoded, or its pixels were taken");
        byte[] pixels = new byte[picture.Width * picture.Height * 4];
        picture.CopyTo(pixels, PixelLayout.Rgba);
        s_picture = null;
        return pixels;
    }

    /// <summary>Bits of each latent layer, coarsest first.</summary>
    [JSExport]
    private static double[] LayerBits(byte[] file)
        => [.. new VaeDecoder(new() { Threads = 1, StripBytes = StripBytes }).LayerBits(file)];
}
