using System.CommandLine;
using System.Globalization;
using VaeCodec.Store;

namespace VaeCodec.Tool.Store;

/// <summary>The options that say which pictures are meant.</summary>
internal sealed class FilterArguments
{
    private readonly Option<DateTime?> _from = Date("--from", "Taken on this day or later (of pictures without a date: put)");
    private readonly Option<DateTime?> _before = Date("--before", "Taken before this day");
    private readonly Option<string[]> _tags = new("--tag") { Description = "With this tag; of several, with all", HelpName = "TAG" };
    private readonly Option<string?> _camera = new("--camera") { Description = "Part of the camera's name", HelpName = "NAME" };
    private readonly Option<long?> _least = Count("--min-pixels", "Of so many pixels or more");
    private readonly Option<long?> _most = Count("--max-pixels", "Of so many pixels or fewer");
    private readonly Option<bool> _deleted = new("--deleted") { Description = "Those that are deleted and not purged, instead" };
    private readonly Option<int?> _limit = SharedOptions.AboveZero(new Option<int?>("--limit")
    {
        Description = "The latest N",
        HelpName = "N",
    }, counts: true);

    /// <summary>Adds them.</summary>
    /// <param name="command">The command.</param>
    /// <param name="deleted">Whether deleted pictures can be meant.</param>
    public void AddTo(Command command, bool deleted)
    {
        foreach (Option option in new Option[] { _from, _before, _tags, _camera, _least, _most, _limit })
            command.Options.Add(option);
        if (deleted)
            command.Options.Add(_deleted);
    }

    /// <summary>What is asked for.</summary>
    public PictureFilter Of(ParseResult parsed) => new()
    {
        From = parsed.GetValue(_from),
        Before = parsed.GetValue(_before),
        Tags = parsed.GetValue(_tags) ?? [],
        Camera = parsed.GetValue(_camera),
        MinPixels = parsed.GetValue(_least),
        MaxPixels = parsed.GetValue(_most),
        Deleted = parsed.GetValue(_deleted),
        Limit = parsed.GetValue(_limit),
    };

    private static Option<long?> Count(string name, string description)
        => SharedOptions.AboveZero(new Option<long?>(name) { Description = description, HelpName = "N" }, counts: true);

    private static Option<DateTime?> Date(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "YYYY-MM-DD",
        CustomParser = result =>
        {
            string text = result.Tokens[^1].Value;
            if (DateTime.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None,
                out DateTime date))
                return date;
            result.AddError($"{name} is {text}; it takes a date such as 2024-12-31, or 2024-12-31T23:59:59.");
            return null;
        },
    };
}
