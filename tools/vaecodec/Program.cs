using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using VaeCodec.Tool;
using VaeCodec.Tool.Commands;

// Every command of the tool; a new one is one more line.
(string Name, Func<Command> Create)[] commands =
[
    ("encode", EncodeCommand.Create),
    ("decode", DecodeCommand.Create),
    ("info", InfoCommand.Create),
    ("verify", VerifyCommand.Create),
    ("archive", ArchiveCommand.Create),
    ("bench", BenchCommand.Create),
    ("surface", SurfaceCommand.Create),
    ("lossless", LosslessCommand.Create),
    ("texture", TextureCommand.Create),
    (TrainCommand.Name, TrainCommand.Create),
];

// One that is named is all that is needed: the others' options would take longer to build than the tool has to start.
foreach ((string Name, Func<Command> Create) command in commands)
{
    if (args.Length > 0 && args[0] == command.Name)
        commands = [command];
}

var root = new Command("vaecodec", "VaeCodec: a learned image codec whose files decode to the same bytes everywhere.")
{
    new HelpOption { Recursive = true },
    new VersionOption(),
};
foreach ((_, Func<Command> create) in commands)
    root.Subcommands.Add(create());

// File names may begin with '@': no response files.
ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (parsed.Errors.Count != 0)
{
    string command = "";
    for (CommandResult? at = parsed.CommandResult; at is not null && at.Command != root; at = at.Parent as CommandResult)
        command = at.Command.Name + " " + command;
    string errors = string.Join(" ", parsed.Errors.Select(error => error.Message).Distinct());
    return Failure.Report($"{errors} See 'vaecodec {command}--help'.", ExitCode.Usage);
}

// After Ctrl+C or SIGTERM: a trainer takes its step to the end and saves a hundred megabytes, everything else has little to put away.
TimeSpan patience = parsed.CommandResult.Command.Name == TrainCommand.Name ? TimeSpan.FromMinutes(10) : TimeSpan.FromSeconds(2);
try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = patience }).ConfigureAwait(false);
}
#pragma warning disable CA1031 // The last place an exception can go: it leaves as one line and an exit code.
catch (Exception exception)
#pragma warning restore CA1031
{
    return Failure.Report(exception);
}
