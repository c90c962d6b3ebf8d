namespace VaeCodec.Store.Content;

/// <summary>What a picture may be called.</summary>
internal static class Names
{
    /// <summary>Throws where a name is none that every index can hold: Unicode text without U+0000.</summary>
    /// <exception cref="VaeCodecException">BadArgument.</exception>
    public static void Require(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] == '\0' || (char.IsSurrogate(name[i]) && !char.IsSurrogatePair(name, i++)))
            {
                throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
                    "a picture's name is Unicode text; this one has a character U+0000 or half a character in it");
            }
        }
    }
}
