using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace VaeCodec.CommandLine;

/// <summary>Parses a command line and runs its command, with the exit codes and messages that all commands share.</summary>
internal static class CommandRun
{
    /// <summary>Runs.</summary>
    /// <param name="commands">The commands that there are.</param>
    /// <param name="args">The command line.</param>
    /// <param name="patience">After Ctrl+C or SIGTERM: how long a command has to put its things away.</param>
    public static async Task<int> InvokeAsync(IEnumerable<Command> commands, string[] args, TimeSpan patience)
    {
        var root = new Command("vaecodec", "VaeCodec: a learned image codec whose files decode to the same bytes everywhere.")
        {
            new HelpOption { Recursive = true },
            new VersionOption(),
        };
        foreach (Command command in commands)
            root.Subcommands.Add(command);

        // File names may begin with '@': no response files.
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        string[] errors = [.. parsed.Errors.Select(error => error.Message), .. WrongNames(parsed)];
        if (errors.Length != 0)
        {
            string command = "";
            for (CommandResult? at = parsed.CommandResult; at is not null && at.Command != root; at = at.Parent as CommandResult)
                command = at.Command.Name + " " + command;
            return Failure.Report($"{string.Join(' ', errors.Distinct())} See 'vaecodec {command}--help'.", ExitCode.Usage);
        }

        try
        {
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = patience };
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The last place an exception can go: it leaves as one line and an exit code.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Failure.Report(exception);
        }
    }

    /// <summary>What is wrong with names of files. One that looks like an option is none, or the parser would take a misspelt option for a
    /// file; behind <c>--</c> all are files.</summary>
    private static IEnumerable<string> WrongNames(ParseResult parsed)
    {
        var literal = new HashSet<Token>(parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash),
            ReferenceEqualityComparer.Instance);
        foreach (Token token in parsed.CommandResult.Tokens)
        {
            if (token.Value.Length == 0)
                yield return "The name of a file is empty.";
            else if (token.Value is ['-', _, ..] && !literal.Contains(token))
                yield return $"Unrecognized option '{token.Value}' (a file of that name is './{token.Value}').";
        }
    }
}
