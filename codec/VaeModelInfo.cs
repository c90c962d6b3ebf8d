using VaeCodec.Models;

namespace VaeCodec;

/// <summary>A model that the codec knows, and where its weights are.</summary>
/// <param name="Name">With the release, such as <c>hvae-r1</c>; that of its file where no list names it.</param>
/// <param name="Kind">hvae (flagship), pixelcnn (pixel network) or vlae (archive model); null for a weight file that is none.</param>
/// <param name="Id">The first eight digits of its hash, which files name it by.</param>
/// <param name="Sha256">Of its weight file, lower-case hexadecimal.</param>
/// <param name="Bytes">Of its weight file.</param>
/// <param name="Status">default (encoders use it), released, pre-release (was replaced before the first release) or unlisted (a file of a
/// folder).</param>
/// <param name="Place">Where its weight file is; null where no place has it.</param>
public sealed record VaeModelInfo(string Name, string? Kind, string Id, string Sha256, long Bytes, string Status, string? Place)
{
    /// <summary>The status of a model that was replaced before the first release.</summary>
    public const string PreRelease = ModelStatus.PreRelease;

    /// <summary>Whether it was replaced before the first release, so that no build has its weights.</summary>
    public bool IsPreRelease => Status == PreRelease;

    /// <summary>Null for a pre-release that no place has.</summary>
    internal ModelFile? File { get; init; }
}
