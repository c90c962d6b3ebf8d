using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace VaeCodec.Tool.Commands;

/// <summary>The options of <c>encode</c> that choose the rate: quality, beta or a target.</summary>
internal sealed class RateArguments
{
    private readonly Option<double> _quality = SharedOptions.Quality();
    private readonly Option<double[]?> _beta = new("--beta")
    {
        Description = "Rate multipliers, one per latent layer and coarsest first, or one for all; in place of -q",
        HelpName = "b1,..,bL",
        CustomParser = ParseBeta,
    };
    private readonly Option<double?> _bitsPerPixel = SharedOptions.AboveZero(new Option<double?>("--target-bpp")
    {
        Description = "Bits per pixel that the file shall have (within 1 %)",
        HelpName = "X",
    });
    private readonly Option<long?> _size = SharedOptions.AboveZero(new Option<long?>("--target-size")
    {
        Description = "Bytes that the file shall have at most, such as 20000, 20k or 1.5M; the best quality where that needs less",
        HelpName = "BYTES",
    }, counts: true);
    private readonly Option<double?> _psnr = SharedOptions.AboveZero(new Option<double?>("--target-psnr")
    {
        Description = "PSNR in dB that the decoded picture shall have at least",
        HelpName = "DB",
    });

    private Option[] All => [_quality, _beta, _bitsPerPixel, _size, _psnr];

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            string[] chosen = Chosen(result);
            if (chosen.Length > 1)
                result.AddError($"{string.Join(" and ", chosen)} all choose the rate; give one of them.");
        });
    }

    /// <summary>The target that is given; null without one.</summary>
    public string? Target(CommandResult result)
        => Chosen(result).FirstOrDefault(name => name.StartsWith("--target", StringComparison.Ordinal));

    /// <summary>Whether the target is a PSNR.</summary>
    public bool IsPsnr(CommandResult result) => Target(result) == _psnr.Name;

    /// <summary>The rate that is asked for; null where none is.</summary>
    public Rate? Rate(ParseResult parsed)
    {
        if (parsed.GetValue(_bitsPerPixel) is { } bitsPerPixel)
            return VaeCodec.Rate.BitsPerPixel(bitsPerPixel);
        if (parsed.GetValue(_size) is { } bytes)
            return VaeCodec.Rate.Bytes(bytes);
        if (parsed.GetValue(_psnr) is { } decibel)
            return VaeCodec.Rate.Psnr(decibel);
        if (parsed.GetValue(_beta) is { Length: > 0 } beta)
            return VaeCodec.Rate.Beta(beta);
        return parsed.GetResult(_quality) is { Implicit: false } ? VaeCodec.Rate.Quality(parsed.GetValue(_quality)) : null;
    }

    private string[] Chosen(CommandResult result) => [.. All.Where(option => result.GetResult(option) is { Implicit: false })
        .Select(option => option.Name)];

    private static double[]? ParseBeta(ArgumentResult result)
    {
        string[] parts = result.Tokens[0].Value.Split(',');
        double[] values = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !double.IsFinite(values[i])
                || values[i] <= 0)
            {
                result.AddError($"--beta has '{parts[i]}'; it takes positive numbers with commas between them, such as 0.01,0.01,0.02.");
                return null;
            }
        }

        return values;
    }
}
