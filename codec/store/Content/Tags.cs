namespace VaeCodec.Store.Content;

/// <summary>What a tag may be.</summary>
internal static class Tags
{
    /// <summary>The same tags, each of which is one.</summary>
    /// <exception cref="VaeCodecException">BadArgument: one is empty, or has a control character.</exception>
    public static string[] Valid(IEnumerable<string> tags)
    {
        string[] all = [.. tags];
        return all.All(tag => tag.Length != 0 && !tag.Any(char.IsControl)) ? all
            : throw new VaeCodecException(VaeCodecErrorKind.BadArgument, "a tag is empty, or has a control character");
    }
}
