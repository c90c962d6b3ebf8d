using System.IO.Compression;
using System.Text;

namespace VaeCodec.Images.Png;

/// <summary>A text of a PNG file (W3C PNG, third edition, section 11.3.3), in any of its three chunks.</summary>
internal readonly ref struct PngText
{
    private readonly ReadOnlySpan<byte> _keyword;

    private PngText(ReadOnlySpan<byte> keyword, ReadOnlySpan<byte> content, bool isDeflated)
    {
        _keyword = keyword;
        Content = content;
        IsDeflated = isDeflated;
    }

    /// <summary>What the text is.</summary>
    public string Keyword => Encoding.Latin1.GetString(_keyword);

    /// <summary>The text as it is in the file.</summary>
    public ReadOnlySpan<byte> Content { get; }

    /// <summary>Whether the content is a zlib stream.</summary>
    public bool IsDeflated { get; }

    /// <summary>The text of a chunk; false where it has none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, out PngText text)
    {
        text = default;
        int end = data.IndexOf((byte)0);
        if (end < 0)
            return false;
        ReadOnlySpan<byte> keyword = data[..end], rest = data[(end + 1)..];
        if (type.SequenceEqual("tEXt"u8))
            text = new(keyword, rest, false);
        else if (type.SequenceEqual("zTXt"u8))
            text = new(keyword, Behind(rest, zeros: 0, further: 1), true); // the method
        else if (type.SequenceEqual("iTXt"u8))
            // whether it is compressed, the method, a language, zero, a translation, zero
            text = new(keyword, Behind(Behind(rest, zeros: 0, further: 2), zeros: 2, further: 0), rest is [1, ..]);
        else
            return false;
        return true;
    }

    /// <summary>The text, unpacked; as much of it as there is. What that may take was looked at before by
    /// <see cref="MetadataBudget"/>.</summary>
    public byte[] Unpack()
    {
        if (!IsDeflated)
            return Content.ToArray();
        using var zlib = new ZLibStream(new MemoryStream(Content.ToArray()), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        try
        {
            zlib.CopyTo(unpacked);
        }
        catch (Exception e) when (e is InvalidDataException or IOException) // the latter where the stream asks for a dictionary
        {
            // as much as there is
        }

        return unpacked.ToArray();
    }

    /// <summary>What follows so many zeros and further bytes; nothing where there is not so much.</summary>
    private static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> data, int zeros, int further)
    {
        for (; zeros > 0; zeros--)
        {
            int zero = data.IndexOf((byte)0);
            data = zero < 0 ? [] : data[(zero + 1)..];
        }

        return data.Length < further ? [] : data[further..];
    }
}
