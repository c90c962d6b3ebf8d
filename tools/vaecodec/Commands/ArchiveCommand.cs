using System.CommandLine;
using VaeCodec.Tool.Files;

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
    public static Argument<string> Input() => new("FILE") { Description = "The .vaea archive, or - for stdin" };

    /// <summary>Reads one.</summary>
    /// <exception cref="VaeCodecException">It is none, or not an intact one.</exception>
    public static async Task<VaeArchive> OpenAsync(string name, DecoderOptions? options, CancellationToken cancellationToken)
    {
        byte[] file = await InputFile.ReadAsync(name, Signature.RequireArchive, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => new VaeArchive(file, options, cancellationToken), cancellationToken).ConfigureAwait(false);
    }
}
