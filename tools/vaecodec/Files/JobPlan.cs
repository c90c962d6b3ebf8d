namespace VaeCodec.Tool.Files;

/// <summary>Pairs inputs with outputs: the one place where a command's names become files.</summary>
/// <param name="kind">What the outputs are.</param>
/// <param name="existing">What becomes of files that are there.</param>
internal sealed class JobPlan(OutputKind kind, Existing existing)
{
    /// <summary>One input and a file; or any number of inputs and a folder, in which each output has its input's name with another
    /// extension. The folder is made when it is needed.</summary>
    /// <param name="inputs">At least one.</param>
    /// <param name="output">A file, a folder or <c>-</c>.</param>
    /// <param name="isSeveral">Whether the inputs are several even if there is but one: a folder's.</param>
    /// <exception cref="UsageException">They do not go together.</exception>
    public JobList Pair(IReadOnlyList<Input> inputs, string output, bool isSeveral)
    {
        isSeveral |= inputs.Count > 1;
        FileEntry? entry = output == InputFile.Standard ? null : FileSystem.Find(output);
        bool isFolder = entry?.Kind == FileEntryKind.Folder;
        if (!isSeveral && !isFolder && !Path.EndsInDirectorySeparator(output))
            return new([Single(inputs[0], output)], false);
        RequireFolderName(output, entry);
        if (inputs.Any(input => input.Name == InputFile.Standard))
            throw new UsageException("stdin has no name to give its output in a folder; name a file with -o");

        string[] names = OutputNames.Of([.. inputs.Select(input => input.Place)], kind.Extension);
        if (inputs.Zip(names).FirstOrDefault(pair => pair.First.Failure is null
            && IsSame(pair.First.Name, Path.Combine(output, pair.Second))).First is { } same)
            throw new UsageException($"{same.Name}: its output would take its own place; name another folder with -o");
        return new([.. inputs.Zip(names, (input, name) => new Job(input, new(Path.Combine(output, name), existing), MakesFolder: true))],
            isSeveral);
    }

    private void RequireFolderName(string output, FileEntry? entry)
    {
        if (output == InputFile.Standard)
            throw new UsageException("several inputs need a folder for -o, not stdout");
        string name = Path.TrimEndingDirectorySeparator(output);
        if ((entry ?? FileSystem.Find(name)) is { Kind: not FileEntryKind.Folder })
            throw new UsageException($"{output}: it is a file; several inputs need a folder for -o");
        if (entry is null && name == output && (kind.Makes(name) || kind.Contradicts(name)))
            throw new UsageException($"{output}: several inputs need a folder for -o, and this is named like a file; end it in '/' if a "
                + "folder is meant");
    }

    private Job Single(Input input, string output)
    {
        if (input.Name != InputFile.Standard && input.Failure is null && output != InputFile.Standard && IsSame(input.Name, output))
            throw new UsageException($"{output}: it is the input; name another file with -o");
        kind.Require(output);
        return new(input, new(output, existing), MakesFolder: false);
    }

    private static bool IsSame(string input, string output) => Path.GetFullPath(input) == Path.GetFullPath(output)
        || FileSystem.Find(input)?.IsSame(FileSystem.Find(output)) == true;
}
