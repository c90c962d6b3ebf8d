using System.CommandLine;
using System.CommandLine.Parsing;

namespace VaeCodec.Tool.Commands;

/// <summary>The options of <c>encode</c> that choose what the file keeps: lossy, lossless or texture, at which rate, with how much
/// effort.</summary>
internal sealed class ModeArguments
{
    private const string Auto = "auto", Never = "never";

    private readonly RateArguments _rate = new();
    private readonly Option<int> _effort = SharedOptions.Effort();
    private readonly Option<bool> _lossless = new("--lossless")
    {
        Description = "Keep the exact pixels in the fewest bytes, or behind a lossy picture if -q or --beta is given",
    };
    private readonly Option<string> _exact = new Option<string>("--exact")
    {
        Description = "auto: a lossy file that would be no smaller than the exact pixels has those; never: it has not",
        HelpName = "auto|never",
        DefaultValueFactory = _ => Auto,
    }.AcceptOnlyFromAmong(Auto, Never);
    private readonly Option<bool> _texture = new("--texture")
    {
        Description = "Have decoders draw texture in place of blur; decode with --layers leaves it out",
    };
    private readonly Option<double> _temperature = SharedOptions.Temperature();
    private readonly Option<uint> _seed = SharedOptions.InRange(new Option<uint>("--seed")
    {
        Description = "Of the texture's random numbers",
        HelpName = "S",
    }, uint.MinValue, uint.MaxValue);

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        _rate.AddTo(command);
        foreach (Option option in new Option[] { _effort, _lossless, _exact, _texture, _temperature, _seed })
            command.Options.Add(option);
        command.Validators.Add(Check);
    }

    /// <summary>The mode that is asked for.</summary>
    public Mode Mode(ParseResult parsed)
    {
        Rate? rate = _rate.Rate(parsed);
        int effort = parsed.GetValue(_effort);
        if (parsed.GetValue(_lossless))
            return VaeCodec.Mode.Lossless(rate);
        return parsed.GetValue(_texture)
            ? VaeCodec.Mode.Texture(rate, parsed.GetValue(_temperature), parsed.GetValue(_seed), effort)
            : VaeCodec.Mode.Lossy(rate, effort);
    }

    /// <summary>Whether a lossy picture may turn out exact.</summary>
    public bool AllowsExact(ParseResult parsed) => parsed.GetValue(_exact) != Never;

    private void Check(CommandResult result)
    {
        bool lossless = Has(_lossless), texture = Has(_texture);
        if (lossless && _rate.Target(result) is { } target)
            result.AddError($"{target} cannot be met by --lossless, which has the size that the pixels need; give one of them.");
        if (lossless && texture)
            result.AddError("--lossless keeps the picture's own texture and leaves none to --texture; give one of them.");
        if (texture && _rate.IsPsnr(result))
            result.AddError($"{_rate.Target(result)} cannot be met by --texture, which is no nearer to the picture; give another target.");
        foreach (Option option in new Option[] { _temperature, _seed }.Where(option => !texture && Has(option)))
            result.AddError($"{option.Name} is for --texture, which is not given.");
        if (lossless && Has(_exact))
            result.AddError($"{_exact.Name} is for lossy files: a lossless one is exact.");
        if (lossless && Has(_effort))
            result.AddError($"{_effort.Name} is for lossy files: a lossless one has nothing to optimise.");

        bool Has(Option option) => result.GetResult(option) is { Implicit: false };
    }
}
