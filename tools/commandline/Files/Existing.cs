namespace VaeCodec.CommandLine.Files;

/// <summary>What becomes of a file that is there when a command is about to make one of its name.</summary>
internal enum Existing
{
    /// <summary>It stays, and the command fails.</summary>
    Refuse,

    /// <summary>It is replaced: <c>--force</c>.</summary>
    Replace,

    /// <summary>It stays, and the command goes on with the next one: <c>--skip-existing</c>.</summary>
    Skip,
}
