namespace VaeCodec.Tool.Files;

/// <summary>What a command makes of its inputs, by the names of the files.</summary>
/// <param name="Extension">Of outputs that the command names itself.</param>
/// <param name="Takes">Whether a folder's file is an input.</param>
/// <param name="Makes">Whether a name is that of an output.</param>
/// <param name="Contradicts">Whether a name is that of something else, so that a file of that name would deceive.</param>
internal sealed record OutputKind(string Extension, Func<string, bool> Takes, Func<string, bool> Makes, Func<string, bool> Contradicts)
{
    /// <summary>Of <c>encode</c>.</summary>
    public static readonly OutputKind Vaec = new(FileNames.Vaec, FileNames.IsPicture, FileNames.IsVaec,
        name => FileNames.IsAnyPicture(name) || FileNames.IsArchive(name));

    /// <summary>Of <c>decode</c>.</summary>
    public static readonly OutputKind Picture = new(".png", FileNames.IsVaec, FileNames.IsPicture,
        name => FileNames.IsVaec(name) || FileNames.IsArchive(name));

    /// <summary>Of <c>archive pack</c>.</summary>
    public static readonly OutputKind Archive = new(FileNames.Vaea, FileNames.IsPicture, FileNames.IsArchive,
        name => FileNames.IsAnyPicture(name) || FileNames.IsVaec(name));

    /// <summary>Refuses a name that contradicts.</summary>
    /// <exception cref="UsageException">It does.</exception>
    public void Require(string name)
    {
        if (Contradicts(name))
            throw new UsageException($"{name}: this is the name of a {Path.GetExtension(name)} file, which is not what is made; "
                + $"give one such as {Path.GetFileName(Path.ChangeExtension(name, Extension))}");
    }
}
