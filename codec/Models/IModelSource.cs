namespace VaeCodec.Models;

/// <summary>A place that has weight files.</summary>
internal interface IModelSource
{
    /// <summary>Where that is, for people.</summary>
    string Place { get; }

    /// <summary>The folder's path, or the assembly's name.</summary>
    string Path { get; }

    /// <summary>What models.json of the place says, pre-releases included; nothing where it has none.</summary>
    IReadOnlyList<ModelEntry> Entries { get; }

    /// <summary>The weight files that the place has or should have.</summary>
    IReadOnlyList<ModelFile> Files { get; }
}
