namespace VaeCodec.Models;

/// <summary>The words for a model's part in a build, as models.json has them.</summary>
internal static class ModelStatus
{
    /// <summary>Encoders use it where no other is asked for.</summary>
    public const string Default = "default";

    /// <summary>Decoded for ever; encoders use it on request.</summary>
    public const string Released = "released";

    /// <summary>Shipped before the first release and was replaced: listed by its hash, and no build has its file.</summary>
    public const string PreRelease = "pre-release";

    /// <summary>A weight file of a folder that no list names.</summary>
    public const string Unlisted = "unlisted";
}
