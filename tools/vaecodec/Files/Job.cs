namespace VaeCodec.Tool.Files;

/// <summary>One file to make of another; either name may be <c>-</c>.</summary>
internal readonly record struct Job(string Input, string Output)
{
    /// <summary>
    /// Pairs inputs with outputs: one input and a file, or any number of inputs and a folder, in which each output takes its input's name
    /// with another extension. The folder is made when several inputs need it.
    /// </summary>
    public static Job[] Pair(IReadOnlyList<string> inputs, string output, string extension)
    {
        bool folder = output != InputFile.Standard && (inputs.Count > 1 || Directory.Exists(output)
            || Path.EndsInDirectorySeparator(output));
        if (!folder)
            return inputs.Count == 1 ? [Single(inputs[0], output)] : throw new UsageException(
                "several inputs need a folder for -o, not stdout");
        if (File.Exists(Path.TrimEndingDirectorySeparator(output)))
            throw new UsageException($"{output}: it is a file; several inputs need a folder for -o");
        if (inputs.Contains(InputFile.Standard))
            throw new UsageException("stdin has no name to give its output in a folder; name a file with -o");

        Job[] jobs = [.. inputs.Select(input => Single(input, Path.Combine(output, Path.GetFileNameWithoutExtension(input) + extension)))];
        IGrouping<string, Job>? clash = jobs.GroupBy(job => job.Output).FirstOrDefault(group => group.Skip(1).Any());
        if (clash is not null)
            throw new UsageException($"{string.Join(" and ", clash.Select(job => job.Input))} would both become {clash.Key}; give them in "
                + "separate runs");
        Directory.CreateDirectory(output);
        return jobs;
    }

    private static Job Single(string input, string output)
    {
        if (input != InputFile.Standard && output != InputFile.Standard && Path.GetFullPath(input) == Path.GetFullPath(output))
            throw new UsageException($"{output}: it is the input; name another file with -o");
        return new Job(input, output);
    }
}
