using System.CommandLine;

namespace VaeCodec.Tool.Files;

/// <summary>The options of every command that decodes: what a file may cost, and where weights are.</summary>
internal sealed class LimitArguments
{
    private readonly Option<long> _maxPixels = SharedOptions.MaxPixels();
    private readonly Option<double> _maxWork = SharedOptions.MaxWork();
    private readonly Option<long> _maxMemory = SharedOptions.MaxMemory();
    private readonly Option<string?> _models = SharedOptions.Models();

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_maxPixels);
        command.Options.Add(_maxWork);
        command.Options.Add(_maxMemory);
        command.Options.Add(_models);
    }

    /// <summary>What is asked for.</summary>
    public DecoderOptions Of(ParseResult parsed) => new()
    {
        MaxPixels = parsed.GetValue(_maxPixels),
        MaxWork = (long?)SharedOptions.Given(parsed, _maxWork),
        MaxMemory = SharedOptions.Given(parsed, _maxMemory),
        ModelsFolder = parsed.GetValue(_models),
    };
}
