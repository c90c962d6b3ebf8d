namespace VaeCodec.Tool.Files;

/// <summary>Where the work on one item tells how it is getting on; progress is from 0 to 1.</summary>
internal interface IItemReport : IProgress<double>
{
    /// <summary>What was warned of so far.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>Tells of something short of a failure, such as metadata that a format cannot hold: one line on stderr.</summary>
    void Warn(string line);
}
