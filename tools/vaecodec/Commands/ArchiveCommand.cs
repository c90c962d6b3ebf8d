using System.CommandLine;

namespace VaeCodec.Tool.Commands;

/// <summary><c>vaecodec archive</c>: many images in one file.</summary>
internal static class ArchiveCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create() =>
        new("archive", "Many images in one .vaea file: small gray ones chained losslessly by bits-back coding, others as .vaec files")
    {
        ArchivePackCommand.Create(),
        ArchiveListCommand.Create(),
        ArchiveExtractCommand.Create(),
    };

    /// <summary>The archive to read.</summary>
    public static Argument<string> Input() => SharedOptions.NoOptions(
        new Argument<string>("FILE") { Description = "The .vaea archive, or - for stdin" });
}
