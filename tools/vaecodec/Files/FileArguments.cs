using System.CommandLine;

namespace VaeCodec.Tool.Files;

/// <summary>What <c>encode</c> and <c>decode</c> have in common: inputs, where the outputs go, and what becomes of files that are
/// there.</summary>
internal sealed class FileArguments(OutputKind kind, Argument<string[]> inputs, Option<string?> output)
{
    private readonly Option<bool> _recursive = new("--recursive", "-r")
    {
        Description = "Take the files in folders, and in those within them; the outputs keep their folders",
    };
    private readonly ExistingArguments _existing = new();
    private readonly Option<bool> _json = SharedOptions.Json();

    /// <summary>Adds all of them.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(inputs);
        foreach (Option option in new Option[] { output, _recursive, _json })
            command.Options.Add(option);
        _existing.AddTo(command);
    }

    /// <summary>Whether JSON is wanted.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>What there is to do.</summary>
    /// <exception cref="UsageException">The names do not go together.</exception>
    public JobList Jobs(ParseResult parsed)
    {
        (string[] names, string target) = Split(parsed.GetRequiredValue(inputs), parsed.GetValue(output));
        if (IsJson(parsed) && target == InputFile.Standard)
            throw new UsageException("--json and '-o -' both want stdout; give one of them");
        bool walks = parsed.GetValue(_recursive);
        return new JobPlan(kind, _existing.Of(parsed)).Pair(Input.Of(names, walks, kind.Takes), target,
            isSeveral: walks && names.Any(name => Input.IsFolder(name, out _)));
    }

    /// <summary>The inputs and the output: that of <c>-o</c>, or the last name where it can be no input.</summary>
    private (string[] Inputs, string Output) Split(string[] names, string? output)
    {
        if (output is not null)
            return (names, output);
        if (names.Length > 1 && names[^1] is var last && (last == InputFile.Standard || kind.Makes(last)
            || Path.EndsInDirectorySeparator(last) || FileSystem.IsFolder(last)))
            return (names[..^1], last);
        throw new UsageException($"no output is named; give one with --output (-o), or last: a name that ends in {kind.Extension}, or a "
            + "folder that exists");
    }
}
