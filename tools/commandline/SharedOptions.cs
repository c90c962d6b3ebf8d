using System.CommandLine;
using System.Numerics;
using VaeCodec.Bitstream.Tables;

namespace VaeCodec.CommandLine;

/// <summary>Options that several commands have, so that they read and fail alike.</summary>
internal static class SharedOptions
{
    private const int MaxThreads = 1024;
    private const double MostMemory = 1e15;

    /// <summary>Inputs, at least one.</summary>
    public static Argument<string[]> Inputs(string name, string description)
        => new(name) { Description = description, Arity = ArgumentArity.OneOrMore };

    /// <summary><c>-o</c>: a file, a folder or stdout.</summary>
    public static Option<string?> Output(string description)
    {
        var option = new Option<string?>("--output", "-o") { Description = description, HelpName = "OUT" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
                result.AddError("--output is empty; it names a file, a folder, or - for stdout.");
        });
        return option;
    }

    /// <summary><c>--force</c>.</summary>
    public static Option<bool> Force() => new("--force") { Description = "Replace files that exist" };

    /// <summary><c>--skip-existing</c>.</summary>
    public static Option<bool> SkipExisting() => new("--skip-existing")
    {
        Description = "Leave outputs that exist as they are and make the others: goes on with a batch that was interrupted",
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
            Description = "Refuse pictures of more pixels than this; 200M is 200 million",
            HelpName = "N",
            DefaultValueFactory = _ => new DecoderOptions().MaxPixels,
        };
        return InRange(option, 1, DecoderOptions.MostPixels, counts: true);
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

    /// <summary><c>--max-memory</c>.</summary>
    public static Option<long> MaxMemory()
    {
        var option = new Option<long>("--max-memory")
        {
            Description = "Refuse files that may take more bytes of memory than this to decode, beside the program's own; such as 500M",
            HelpName = "BYTES",
        };
        return InRange(option, 1, MostMemory, counts: true);
    }

    /// <summary>The value of an option; null where none is given.</summary>
    public static T? Given<T>(ParseResult parsed, Option<T> option)
        where T : struct
        => parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option) : null;

    /// <summary><c>--model</c>.</summary>
    public static Option<string?> Model() => new("--model")
    {
        Description = "The weights to use, by name or by the first digits of their hash, at least eight; the decoder needs them too",
        HelpName = "NAME|HASH",
    };

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

    /// <summary>Has the option read numbers within bounds, both included.</summary>
    /// <param name="option">The option.</param>
    /// <param name="least">The least value.</param>
    /// <param name="most">The largest value.</param>
    /// <param name="counts">Whether it is a count that may have a unit, as in 10k.</param>
    public static Option<T> InRange<T>(Option<T> option, double least, double most, bool counts = false)
        where T : struct, INumber<T>
    {
        option.CustomParser = result => NumberText.Read<T>(result, option.Name, least, most, counts) ?? default;
        return option;
    }

    /// <summary>Has the option read numbers above 0; without it the value is null.</summary>
    public static Option<T?> AboveZero<T>(Option<T?> option, bool counts = false)
        where T : struct, INumber<T>
    {
        option.CustomParser = result => NumberText.Read<T>(result, option.Name, double.Epsilon, double.MaxValue, counts);
        return option;
    }
}
