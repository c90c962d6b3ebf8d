namespace VaeCodec.CommandLine;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>An input is corrupt, truncated, unsupported, of an unknown model or no image.</summary>
    public const int BadInput = 1;

    /// <summary>The command line cannot be carried out as it stands.</summary>
    public const int Usage = 2;

    /// <summary>A file cannot be read or written.</summary>
    public const int InputOutput = 3;

    /// <summary>Stopped by Ctrl+C: 128 + SIGINT.</summary>
    public const int Cancelled = 130;

    /// <summary>The code of a batch that met both: the larger, so that no failure hides behind a success.</summary>
    public static int Worse(int first, int second) => Math.Max(first, second);
}
