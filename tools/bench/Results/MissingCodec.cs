namespace VaeCodec.Bench.Results;

/// <summary>A codec that was asked for and left out.</summary>
/// <param name="Codec">Its name in results.</param>
/// <param name="Tools">Programs that are not on the search path.</param>
/// <param name="Package">The Debian package that has them.</param>
internal sealed record MissingCodec(string Codec, IReadOnlyList<string> Tools, string Package)
{
    /// <summary>What to tell the user.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Words => $"vaecodec: {Codec} is left out: {string.Join(" and ", Tools)} not found; install with: "
        + $"apt-get install {Package}";
}
