using System.CommandLine;

namespace VaeCodec.Tool.Files;

/// <summary>The options that say what becomes of files that are there: of every command that makes several.</summary>
internal sealed class ExistingArguments
{
    private readonly Option<bool> _force = SharedOptions.Force();
    private readonly Option<bool> _skip = SharedOptions.SkipExisting();

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_force);
        command.Options.Add(_skip);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_force) && result.GetValue(_skip))
                result.AddError("--force replaces files and --skip-existing leaves them; give one of them.");
        });
    }

    /// <summary>What is asked for.</summary>
    public Existing Of(ParseResult parsed) => parsed.GetValue(_force) ? Existing.Replace
        : parsed.GetValue(_skip) ? Existing.Skip : Existing.Refuse;
}
