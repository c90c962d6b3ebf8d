namespace VaeCodec.Store.Remote;

/// <summary>The URL of something that a store uses: checked as far as all of them are alike. What is wrong with one is told without its
/// text: a password with a slash or a question mark in it may stand anywhere there.</summary>
internal sealed class LocationUrl
{
    private readonly Dictionary<string, string> _settings = [];
    private readonly string _scheme;

    /// <summary>Takes one apart.</summary>
    /// <param name="text">The URL.</param>
    /// <param name="settings">The names that may stand behind its question mark.</param>
    /// <exception cref="VaeCodecException">BadArgument: it is none, has a password in it, or a setting that is unknown or given
    /// twice.</exception>
    public LocationUrl(string text, params string[] settings)
    {
        _scheme = SchemeOf(text);
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url))
            throw Bad("it is no URL");
        if (url.UserInfo.Contains(':', StringComparison.Ordinal))
            throw Bad("it has a password in it, which others could read; give it in the environment");
        Url = url;
        foreach (string pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            if (parts.Length != 2 || !settings.Contains(parts[0]))
                throw Bad($"a setting is unknown or has no value; there are {string.Join(", ", settings)}");
            if (!_settings.TryAdd(parts[0], Uri.UnescapeDataString(parts[1])))
                throw Bad($"'{parts[0]}' is given twice");
        }
    }

    /// <summary>Its parts.</summary>
    public Uri Url { get; }

    /// <summary>The name before the host; null without one.</summary>
    public string? User => Url.UserInfo.Length == 0 ? null : Uri.UnescapeDataString(Url.UserInfo);

    /// <summary>What is behind the host, without slashes around it.</summary>
    public string Path => Uri.UnescapeDataString(Url.AbsolutePath).Trim('/');

    /// <summary>A setting; null where it is not given.</summary>
    public string? this[string name] => _settings.GetValueOrDefault(name);

    /// <summary>An error in it.</summary>
    public VaeCodecException Bad(string why) => new(VaeCodecErrorKind.BadArgument, $"the URL {_scheme}... cannot be used: {why}");

    private static string SchemeOf(string text)
    {
        int length = text.IndexOf("://", StringComparison.Ordinal);
        return length >= 0 && text[..length].All(char.IsAsciiLetterOrDigit) ? text[..length] + "://" : "";
    }
}
