using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using VaeCodec.Store;

namespace VaeCodec.Server.Pictures;

/// <summary>What a picture is asked for as.</summary>
/// <param name="Width">In pixels; null for what the height makes it.</param>
/// <param name="Height">In pixels; null for what the width makes it.</param>
/// <param name="Fit">How it is put into both.</param>
/// <param name="Layers">The first layers only, a coarse picture; null for all.</param>
internal sealed record Variant(int? Width, int? Height, Fit Fit, int? Layers)
{
    /// <summary>The longest side that pictures are brought to.</summary>
    private const int MostSide = 16384;

    private const int MostLayers = 64;

    /// <summary>Whether it is the picture as it is.</summary>
    public bool IsWhole => Width is null && Height is null && Layers is null;

    /// <summary>Reads <c>?w=&amp;h=&amp;fit=contain|cover|fill&amp;layers=</c>.</summary>
    /// <exception cref="VaeCodecException">BadArgument.</exception>
    public static Variant Of(IQueryCollection query) => new(Number(query, "w", 1, MostSide), Number(query, "h", 1, MostSide),
        FitOf(query["fit"]), Number(query, "layers", 0, MostLayers));

    /// <summary>The size that a picture gets, and that is cut from its middle where it is to cover. Nothing is enlarged: a request of a few
    /// bytes could ask for gigabytes.</summary>
    public (int Width, int Height) SizeOf(StoredPicture picture)
    {
        (double width, double height) = (picture.Width, picture.Height);
        if (Width is null && Height is null)
            return (picture.Width, picture.Height);
        double across = Width / width ?? double.PositiveInfinity, down = Height / height ?? double.PositiveInfinity;
        if (Fit != Fit.Contain && Width is { } w && Height is { } h)
            return (Math.Min(w, picture.Width), Math.Min(h, picture.Height));
        double scale = Math.Min(1, Math.Min(across, down));
        return (Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
    }

    /// <summary>How many times smaller its .vaec file may be decoded: 1, 2, 4 or 8.</summary>
    public int ScaleOf(StoredPicture picture)
    {
        (int width, int height) = SizeOf(picture);
        int scale = 1;
        while (scale < 8 && width * scale * 2 <= picture.Width && height * scale * 2 <= picture.Height)
            scale *= 2;
        return scale;
    }

    private static Fit FitOf(StringValues text) => text.ToString() switch
    {
        "" or "contain" => Fit.Contain,
        "cover" => Fit.Cover,
        "fill" => Fit.Fill,
        _ => throw Bad("fit is contain, cover or fill"),
    };

    private static int? Number(IQueryCollection query, string name, int least, int most)
    {
        if (query[name] is not [{ Length: > 0 } text])
            return query.ContainsKey(name) ? throw Bad($"{name} is given once, as a number") : null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number : throw Bad(string.Create(CultureInfo.InvariantCulture, $"{name} is a number from {least} to {most}"));
    }

    private static VaeCodecException Bad(string message) => new(VaeCodecErrorKind.BadArgument, message);
}
