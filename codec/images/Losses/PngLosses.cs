using System.Buffers.Binary;
using System.Text;
using VaeCodec.Images.Png;
using VaeCodec.Images.Splicing;

namespace VaeCodec.Images.Losses;

/// <summary>What a PNG file has that is not read.</summary>
internal static class PngLosses
{
    /// <summary>Chunks that are read, or that say nothing of the picture itself.</summary>
    private static readonly string[] s_quiet =
        ["tRNS", "sRGB", "iCCP", "cICP", "eXIf", "pHYs", "gAMA", "cHRM", "bKGD", "hIST", "sBIT", "iDOT", "fcTL", "fdAT"];

    /// <summary>Texts that programs leave in every file.</summary>
    private static readonly string[] s_programs = ["Software", "date:create", "date:modify", "date:timestamp"];

    /// <summary>What sRGB's gamma and chromaticities are in PNG's units, and how far off they may be.</summary>
    private static readonly uint[] s_srgb = [45455, 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000];

    private const uint Tolerance = 600;

    /// <summary>The names of the parts, each once.</summary>
    public static IEnumerable<string> Of(ReadOnlySpan<byte> png)
    {
        LossNames lost = new(), texts = new();
        bool colourIsTold = false;
        foreach (PngChunkReader chunk in new PngChunkReader(png))
        {
            string type = Encoding.Latin1.GetString(chunk.Type);
            colourIsTold |= type is "sRGB" or "iCCP" or "cICP";
            if (PngText.TryRead(chunk.Type, chunk.Data, out PngText text))
            {
                if (text.Keyword == PngChunks.XmpKeyword && !chunk.IsSound)
                    lost.Add("XMP, which is damaged");
                else
                    texts.Add(NameOf(text.Keyword));
            }
            else if (type is "eXIf" or "iCCP" && !chunk.IsSound)
                lost.Add(type == "eXIf" ? "EXIF, which is damaged" : "ICC profile, which is damaged");
            else if (type == "acTL" && chunk.Data.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(chunk.Data) is > 1 and var frames)
                lost.Add($"{frames - 1} further frames");
            else if (type == "tIME")
                lost.Add("time");
            else if (type != "acTL" && char.IsAsciiLetterLower(type[0]) && !s_quiet.Contains(type))
                lost.Add($"{type} chunk");
        }

        if (!colourIsTold)
            AddColour(lost, png);
        if (texts.Count > 0)
            lost.Add($"{(texts.Count == 1 ? "text" : "texts")} ({string.Join(", ", texts.Summary())})");
        return lost.Summary();
    }

    private static void AddColour(LossNames lost, ReadOnlySpan<byte> png)
    {
        foreach (PngChunkReader chunk in new PngChunkReader(png))
        {
            if (chunk.Type.SequenceEqual("gAMA"u8) && Differs(chunk.Data, s_srgb.AsSpan(0, 1)))
                lost.Add($"gamma of {BinaryPrimitives.ReadUInt32BigEndian(chunk.Data) / 100000.0} (the samples are taken for sRGB)");
            else if (chunk.Type.SequenceEqual("cHRM"u8) && Differs(chunk.Data, s_srgb.AsSpan(1)))
                lost.Add("chromaticities (the samples are taken for sRGB)");
        }
    }

    private static bool Differs(ReadOnlySpan<byte> data, ReadOnlySpan<uint> usual)
    {
        if (data.Length < 4 * usual.Length)
            return false;
        for (int i = 0; i < usual.Length; i++)
        {
            if (Math.Abs((long)BinaryPrimitives.ReadUInt32BigEndian(data[(4 * i)..]) - usual[i]) > Tolerance)
                return true;
        }

        return false;
    }

    private static string? NameOf(string keyword) => PngRawProfile.KindOf(keyword)?.ToLowerInvariant() switch
    {
        null => keyword == PngChunks.XmpKeyword || s_programs.Contains(keyword) ? null : keyword,
        "exif" or "xmp" or "app1" => null,
        "iptc" or "8bim" => "IPTC",
        string other => other,
    };
}
