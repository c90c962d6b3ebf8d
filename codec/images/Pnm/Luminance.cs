namespace VaeCodec.Images.Pnm;

/// <summary>The gray of a colour: the one that sends out as much light. Curve and weights are sRGB's (IEC 61966-2-1).</summary>
internal static class Luminance
{
    private static readonly double[] s_light = [.. Enumerable.Range(0, 256).Select(value => Linear(value / 255.0))];

    /// <summary>The gray, 0 to 255.</summary>
    public static byte GrayOf(byte red, byte green, byte blue)
    {
        double light = (0.2126 * s_light[red]) + (0.7152 * s_light[green]) + (0.0722 * s_light[blue]);
        double gray = light <= 0.0031308 ? light * 12.92 : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055;
        return (byte)Math.Round(255 * gray);
    }

    /// <summary>The light, 0 to 1, of a value, 0 to 1.</summary>
    public static double Linear(double value) => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
}
