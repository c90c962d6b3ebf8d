using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using VaeCodec.Images.Splicing;

namespace VaeCodec.Images.Xmp;

/// <summary>XMP that is too long for one segment of a JPEG file (XMP part 3, section 1.1.3.1): a packet names an extension by its MD5, and
/// further segments have the extension in parts. Elsewhere the two are one packet.</summary>
internal static class XmpExtension
{
    private const int DigestBytes = 32, PartHead = DigestBytes + 8, MostPartBytes = 65_000;

    /// <summary>Elements inside each other, of which XMP has some ten: parsing takes the square of this, and writing the stack.</summary>
    private const int MostDepth = 64;

    private static readonly XNamespace s_rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

    private static readonly XName s_announced = XNamespace.Get("http://ns.adobe.com/xmp/note/") + "HasExtendedXMP";

    /// <summary>True where a packet announces an extension.</summary>
    public static bool IsAnnouncedIn(ReadOnlySpan<byte> packet) => packet.IndexOf("HasExtendedXMP"u8) >= 0;

    /// <summary>A JPEG file's packet and its extension as one; null where the extension is not whole, or either is no XML.</summary>
    public static byte[]? Join(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> jpeg)
    {
        if (Parse(packet.ToArray()) is not { } joined || joined.Descendants(s_rdf + "RDF").FirstOrDefault() is not { } rdf)
            return null;
        XElement[] elements = [.. joined.Descendants(s_announced)];
        XAttribute[] attributes = [.. joined.Descendants().Attributes(s_announced)];
        string? digest = elements.Select(e => e.Value.Trim()).Concat(attributes.Select(a => a.Value)).FirstOrDefault();
        if (digest is not { Length: DigestBytes } || Gather(Encoding.Latin1.GetBytes(digest), jpeg) is not { } content
            || Parse(content)?.Descendants(s_rdf + "RDF").FirstOrDefault() is not { } extension)
            return null;
        elements.Remove();
        attributes.Remove();
        rdf.Elements(s_rdf + "Description").Where(IsEmpty).Remove();
        rdf.Add(extension.Nodes());
        return Packet(joined.Root!.ToString(SaveOptions.DisableFormatting));
    }

    /// <summary>A packet that announces the whole of another one as its extension, and that in parts; null where it is no XML.</summary>
    public static (byte[] Packet, byte[][] Parts)? Split(ReadOnlyMemory<byte> packet)
    {
        if (Parse(packet.ToArray()) is not { Root: { } root })
            return null;
        byte[] content = Encoding.UTF8.GetBytes(root.ToString(SaveOptions.DisableFormatting));
        // The digest is the extension's name, and no more: MD5 is what readers look for.
#pragma warning disable CA5351
        string digest = Convert.ToHexString(MD5.HashData(content));
#pragma warning restore CA5351
        byte[][] parts = [.. content.Chunk(MostPartBytes).Select((part, i) => Part(digest, content.Length, i * MostPartBytes, part))];
        var announcing = new XElement(s_rdf + "RDF", new XAttribute(XNamespace.Xmlns + "rdf", s_rdf.NamespaceName),
            new XElement(s_rdf + "Description", new XAttribute(s_rdf + "about", ""), new XAttribute(s_announced, digest)));
        return (Packet($"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">{announcing.ToString(SaveOptions.DisableFormatting)}</x:xmpmeta>"), parts);
    }

    /// <summary>True for a description that says nothing any more.</summary>
    private static bool IsEmpty(XElement description) => !description.HasElements
        && description.Attributes().All(attribute => attribute.IsNamespaceDeclaration || attribute.Name == s_rdf + "about");

    /// <summary>The extension of a name, put together; null where a part of it is missing.</summary>
    private static byte[]? Gather(byte[] digest, ReadOnlySpan<byte> jpeg)
    {
        byte[]? content = null;
        long filled = 0;
        foreach (JpegSegmentReader segment in new JpegSegmentReader(jpeg))
        {
            ReadOnlySpan<byte> part = segment.Payload;
            if (segment.Marker != JpegNames.App1 || !part.StartsWith(JpegNames.XmpExtension))
                continue;
            part = part[JpegNames.XmpExtension.Length..];
            if (part.Length < PartHead || !part.StartsWith(digest))
                continue;
            uint length = BinaryPrimitives.ReadUInt32BigEndian(part[DigestBytes..]);
            uint start = BinaryPrimitives.ReadUInt32BigEndian(part[(DigestBytes + 4)..]);
            part = part[PartHead..];
            if (length > jpeg.Length || (ulong)start + (ulong)part.Length > length)
                return null;
            content ??= new byte[length];
            if (content.Length != length)
                return null;
            part.CopyTo(content.AsSpan((int)start));
            filled += part.Length;
        }

        return filled == content?.Length ? content : null;
    }

    private static byte[] Part(string digest, int length, int start, byte[] content)
    {
        byte[] part = new byte[PartHead + content.Length];
        Encoding.Latin1.GetBytes(digest, part);
        BinaryPrimitives.WriteInt32BigEndian(part.AsSpan(DigestBytes), length);
        BinaryPrimitives.WriteInt32BigEndian(part.AsSpan(DigestBytes + 4), start);
        content.CopyTo(part, PartHead);
        return part;
    }

    private static byte[] Packet(string meta)
        => Encoding.UTF8.GetBytes($"<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>{meta}<?xpacket end=\"w\"?>");

    /// <summary>The packet as a document; null where it is no XML, nested too deep or too long to be kept.</summary>
    private static XDocument? Parse(byte[] xml)
    {
        int length = xml.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        if (length > ImageMetadata.MaxBytes)
            return null;
        try
        {
            using (XmlReader first = Reader())
            {
                while (first.Read())
                {
                    if (first.Depth > MostDepth)
                        return null;
                }
            }

            using XmlReader reader = Reader();
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return null;
        }

        XmlReader Reader() => XmlReader.Create(new MemoryStream(xml, 0, length),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
    }
}
