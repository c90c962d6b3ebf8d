using VaeCodec.Bench.Results;

namespace VaeCodec.Bench.Viewing;

/// <summary>One codec's version of a crop.</summary>
/// <param name="Codec">Its name.</param>
/// <param name="Setting">Value of its setting.</param>
/// <param name="Bytes">Of the whole picture's file.</param>
/// <param name="Bpp">Bits per pixel of that.</param>
/// <param name="File">Of the crop, in the page's folder.</param>
internal sealed record ViewedVersion(string Codec, double Setting, int Bytes, double Bpp, string File);

/// <summary>A crop at one rate.</summary>
/// <param name="Image">File name of the picture.</param>
/// <param name="Area">The crop.</param>
/// <param name="Rate">What was asked for, in bits per pixel.</param>
/// <param name="Original">The original's file.</param>
/// <param name="Versions">Those of equal bytes.</param>
/// <param name="LeftOut">Codecs of which no file of that length was found.</param>
internal sealed record ViewedCrop(string Image, CropArea Area, double Rate, string Original, IReadOnlyList<ViewedVersion> Versions,
    IReadOnlyList<string> LeftOut);

/// <summary>Two versions to choose between.</summary>
/// <param name="Crop">Index in <see cref="ViewingPage.Crops"/>.</param>
/// <param name="A">Index of a version.</param>
/// <param name="B">Index of another.</param>
internal sealed record ViewedPair(int Crop, int A, int B);

/// <summary>All that the page shows.</summary>
/// <param name="Schema">Name and version.</param>
/// <param name="Rule">How the crops were chosen.</param>
/// <param name="Codecs">How the versions were made.</param>
/// <param name="Missing">What was asked for and is not installed.</param>
/// <param name="Crops">By picture, crop, rate.</param>
/// <param name="Pairs">VaeCodec's versions with every other version, and with each other.</param>
internal sealed record ViewingPage(string Schema, string Rule, IReadOnlyList<CodecInfo> Codecs, IReadOnlyList<MissingCodec> Missing,
    IReadOnlyList<ViewedCrop> Crops, IReadOnlyList<ViewedPair> Pairs)
{
    /// <summary>The schema of this build.</summary>
    public const string CurrentSchema = "vaecodec-viewing/1";

    /// <summary>Pairs with one of VaeCodec's at least.</summary>
    /// <param name="crops">Whose versions are paired.</param>
    /// <param name="own">Names of VaeCodec's versions.</param>
    public static IReadOnlyList<ViewedPair> PairsOf(IReadOnlyList<ViewedCrop> crops, IReadOnlyCollection<string> own)
        => [.. from crop in Enumerable.Range(0, crops.Count)
               let versions = crops[crop].Versions
               from a in Enumerable.Range(0, versions.Count)
               from b in Enumerable.Range(a + 1, versions.Count - a - 1)
               where own.Contains(versions[a].Codec) || own.Contains(versions[b].Codec)
               select new ViewedPair(crop, a, b)];
}
