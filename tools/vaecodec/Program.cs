// Every command of the tool; a new one is one more line.
using System.CommandLine;
using VaeCodec.Tool.Commands;
using VaeCodec.Tool.Store;

args = FileName.Recover(args);
(string Name, Func<Command> Create)[] commands =
[
    ("encode", EncodeCommand.Create),
    ("decode", DecodeCommand.Create),
    ("info", InfoCommand.Create),
    ("verify", VerifyCommand.Create),
    ("archive", ArchiveCommand.Create),
    ("models", ModelsCommand.Create),
    ("sample", SampleCommand.Create),
    ("store", StoreCommand.Create),
];

// Those that are programs of their own parse their own arguments.
foreach (ToolProgram program in ToolProgram.All)
{
    if (args.Length > 0 && args[0] == program.Name)
    {
        try
        {
            return program.Become(args[1..]);
        }
        catch (IOException exception)
        {
            return Failure.Report(exception);
        }
    }
}

// One that is named is all that is needed: the others' options would take longer to build than the tool has to start.
IEnumerable<Command> wanted = commands.Any(command => args.Length > 0 && args[0] == command.Name)
    ? [commands.First(command => args[0] == command.Name).Create()]
    : [.. commands.Select(command => command.Create()), .. ToolProgram.All.Select(program =>
        new Command(program.Name, program.Description))];

return await CommandRun.InvokeAsync(wanted, args, TimeSpan.FromSeconds(2)).ConfigureAwait(false);
