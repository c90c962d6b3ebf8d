using VaeCodec.Bitstream.Containers;

namespace VaeCodec.CommandLine.Files;

/// <summary>A file named on the command line, or stdin where the name is <c>-</c>.</summary>
internal static class InputFile
{
    /// <summary>The name of a standard stream.</summary>
    public const string Standard = "-";

    /// <summary>Reads it whole, unless its first bytes are not those of what is wanted.</summary>
    /// <param name="name">The name.</param>
    /// <param name="check">Gets the first bytes and throws what is wrong with them.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task<byte[]> ReadAsync(string name, Action<ReadOnlyMemory<byte>> check, CancellationToken cancellationToken)
    {
        Stream source = Open(name);
        await using (source.ConfigureAwait(false))
            return await WholeStream.ReadAsync(source, check, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens it.</summary>
    public static Stream Open(string name) => name == Standard ? Console.OpenStandardInput() : FileSystem.OpenRead(name);

    /// <summary>The name for messages.</summary>
    public static string Display(string name) => name == Standard ? "stdin" : name;
}
