using System.Security.Cryptography;
using System.Text;
using VaeCodec.Store;

namespace VaeCodec.Server.Pictures;

/// <summary>Names for the files that are made of pictures: two files have the same only if they are the same. Known before the file
/// is.</summary>
internal static class EntityTags
{
    /// <summary>Other versions may make other files of the same.</summary>
    private static readonly string s_version = typeof(VaeDecoder).Assembly.ManifestModule.ModuleVersionId.ToString("N");

    /// <summary>The name of what is made of a picture in some way.</summary>
    public static string Of(StoredPicture picture, string way) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{picture.Id}/{picture.BlobKey}/{s_version}/{way}")).AsSpan(0, 16));
}
