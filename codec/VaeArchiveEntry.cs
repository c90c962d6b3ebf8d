namespace VaeCodec;

/// <summary>How an archive holds a picture.</summary>
public enum VaeArchiveKind
{
    /// <summary>As a whole .vaec file.</summary>
    Vaec,

    /// <summary>In a chain, losslessly by bits-back coding.</summary>
    BitsBack,

    /// <summary>In a chain, losslessly without a model.</summary>
    Plain,
}

/// <summary>A picture of an archive, by its index.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 gray, 2 gray + alpha, 3 RGB, 4 RGB + alpha.</param>
/// <param name="Kind">How it is held.</param>
/// <param name="Model">The model of its file or chain: name and id, or the id alone of one that is not at hand; null where it needs none
/// and where the file's header cannot be read.</param>
/// <param name="Offset">Where its file or its chain begins in the archive.</param>
/// <param name="Bytes">Bytes of its file; of its chain, the share of one picture.</param>
public sealed record VaeArchiveEntry(string Name, int Width, int Height, int Channels, VaeArchiveKind Kind, ModelId? Model, long Offset,
    double Bytes);
