using System.CommandLine;
using VaeCodec.Store;

namespace VaeCodec.Tool.Store;

/// <summary>The options that say what pictures are kept as.</summary>
internal sealed class PolicyArguments
{
    private readonly Option<double> _quality = SharedOptions.InRange(new Option<double>("--quality", "-q")
    {
        Description = $"0 (smallest) to 100 (best); without it what the store was made with, {StorePolicy.DefaultQuality:0} at first",
        HelpName = "0..100",
    }, 0, 100);

    private readonly Option<bool> _lossless = new("--lossless") { Description = "Keep the exact pixels" };
    private readonly Option<int> _effort = SharedOptions.Effort();

    private readonly Option<bool> _always = new("--always-encode")
    {
        Description = "Make a .vaec file of every picture, also where the original is smaller or has more in it",
    };

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _quality, _lossless, _effort, _always })
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_lossless) && (Given(result.GetResult(_quality)) || Given(result.GetResult(_effort))))
                result.AddError("--lossless takes neither --quality nor --effort; give one or the others.");
        });
    }

    /// <summary>What is asked for, over what there is.</summary>
    /// <exception cref="UsageException">An effort alone, over exact pixels.</exception>
    public StorePolicy Over(StorePolicy policy, ParseResult parsed)
    {
        Mode mode = policy.Encoder.Mode;
        bool newRate = Given(parsed.GetResult(_quality)), newEffort = Given(parsed.GetResult(_effort));
        if (parsed.GetValue(_lossless))
            mode = Mode.Lossless();
        else if (newEffort && !newRate && mode.IsLossless)
            throw new UsageException("--effort is of lossy pictures, and the store keeps exact pixels; give --quality with it");
        else if (newRate || newEffort)
            mode = Mode.Lossy(newRate ? Rate.Quality(parsed.GetValue(_quality)) : mode.Rate, newEffort ? parsed.GetValue(_effort)
                : mode.Effort);
        bool keeps = !parsed.GetValue(_always);
        return policy with
        {
            Encoder = policy.Encoder with { Mode = mode },
            KeepSmallerOriginal = policy.KeepSmallerOriginal && keeps,
            KeepIncompleteOriginal = policy.KeepIncompleteOriginal && keeps,
        };
    }

    private static bool Given(System.CommandLine.Parsing.OptionResult? option) => option is { Implicit: false };
}
