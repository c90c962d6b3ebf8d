using System.CommandLine.Parsing;
using System.CommandLine;
using VaeCodec.Bitstream.Tables;

namespace VaeCodec.CommandLine;

/// <summary>Options that several commands have, so that they read and fail alike.</summary>
internal static class SharedOptions
{
    private const int MaxThreads = 1024;

    /// <summary>Inputs, at least one.</summary>
    public static Argument<string[]> Inputs(string name, string description)
        => NoOptions(new Argument<string[]>(name) { Description = description, Arity = ArgumentArity.OneOrMore });

    /// <summary>Refuses what looks like an option: the parser would take a misspelt one for a file.</summary>
    public static Argument<T> NoOptions<T>(Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens.Where(token => token.Value.Length > 1 && token.Value[0] == '-'))
                result.AddError($"Unrecognized option '{token.Value}' (a file of that name is './{token.Value}').");
        });
        return argument;
    }

    /// <summary><c>-o</c>: a file, a folder or stdout.</summary>
    public static Option<string> Output(string description) => new("--output", "-o")
    {
        Description = description,
        HelpName = "OUT",
        Required = true,
    };

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object on stdout (an array for several inputs)" };

    /// <summary><c>-q</c>.</summary>
    public static Option<double> Quality()
    {
        var option = new Option<double>("--quality", "-q")
        {
            Description = "0 (smallest) to 100 (best)",
            HelpName = "0..100",
            DefaultValueFactory = _ => Mode.Lossy().Rate.AsQuality!.Value,
        };
        return InRange(option, 0, 100);
    }

    /// <summary><c>--strip</c>.</summary>
    public static Option<bool> Strip() => new("--strip") { Description = "Leave colour profile, EXIF and XMP out of the file" };

    /// <summary><c>--effort</c>.</summary>
    public static Option<int> Effort()
    {
        var option = new Option<int>("--effort")
        {
            Description = "How long to look for better latents: 0 not at all, 9 longest",
            HelpName = "0..9",
        };
        return InRange(option, 0, 9);
    }

    /// <summary><c>--temperature</c>.</summary>
    public static Option<double> Temperature()
    {
        var option = new Option<double>("--temperature")
        {
            Description = "How far the texture departs from what is likeliest; 1 is the network's own distribution",
            HelpName = "T",
            DefaultValueFactory = _ => Mode.Texture().Temperature,
        };
        return InRange(option, TextureTemperature.LowestValue, TextureTemperature.HighestValue);
    }

    /// <summary><c>--threads</c>.</summary>
    public static Option<int> Threads()
    {
        var option = new Option<int>("--threads")
        {
            Description = "Threads to use; 0 for one per processor. The result is the same",
            HelpName = "N",
        };
        return InRange(option, 0, MaxThreads);
    }

    /// <summary><c>--max-pixels</c>.</summary>
    public static Option<long> MaxPixels()
    {
        var option = new Option<long>("--max-pixels")
        {
            Description = "Refuse pictures of more pixels than this",
            HelpName = "N",
            DefaultValueFactory = _ => new DecoderOptions().MaxPixels,
        };
        return InRange(option, 1, DecoderOptions.MostPixels);
    }

    /// <summary><c>--max-work</c>.</summary>
    public static Option<double> MaxWork()
    {
        var option = new Option<double>("--max-work")
        {
            Description = "Refuse files that take more multiply-adds than this to decode, such as 1e11 (some two seconds of a core)",
            HelpName = "N",
        };
        return InRange(option, 1, long.MaxValue);
    }

    /// <summary>The value of <see cref="MaxWork"/>; null where none is given.</summary>
    public static long? WorkOf(ParseResult parsed, Option<double> option)
        => parsed.GetResult(option) is { Implicit: false } ? (long)parsed.GetValue(option) : null;

    /// <summary><c>--models</c>.</summary>
    public static Option<string?> Models()
    {
        var option = new Option<string?>("--models")
        {
            Description = $"A folder of weight files, for models that do not ship with the tool (default: ${VaeModels.FolderVariable}, "
                + $"else {VaeModels.UserFolder})",
            HelpName = "DIR",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var folder }] && !Directory.Exists(folder))
                result.AddError($"--models is {folder}, which is no folder.");
        });
        return option;
    }

    /// <summary>Adds a check that the value, if given, lies within bounds, both included.</summary>
    public static Option<T> InRange<T>(Option<T> option, double least, double most)
        where T : struct, IConvertible
    {
        option.Validators.Add(result =>
        {
            if (Parsed(result, option) is { } value && !(value.ToDouble(null) >= least && value.ToDouble(null) <= most))
                result.AddError($"{option.Name} is {value}; it must lie between {least} and {most}.");
        });
        return option;
    }

    /// <summary>The value, or null where the parser has already complained about it.</summary>
    private static T? Parsed<T>(OptionResult result, Option<T> option)
        where T : struct
    {
        try
        {
            return result.GetValue(option);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
