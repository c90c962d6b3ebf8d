using System.Buffers.Binary;

namespace VaeCodec.Images.Splicing;

/// <summary>Goes through the segments of a JPEG file (ITU-T T.81, annex B) that come before its first scan, as long as they are
/// whole.</summary>
internal ref struct JpegSegmentReader(ReadOnlySpan<byte> jpeg)
{
    private const byte StartOfScan = 0xDA, Mark = 0xFF;

    private readonly ReadOnlySpan<byte> _jpeg = jpeg;
    private int _next = 2;

    /// <summary>The second byte of the segment's marker.</summary>
    public byte Marker { get; private set; }

    /// <summary>What the segment holds behind its length.</summary>
    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>Bytes behind the segment: at the end, from the scan on.</summary>
    public readonly ReadOnlySpan<byte> Rest => _jpeg[Math.Min(_next, _jpeg.Length)..];

    /// <summary>For foreach.</summary>
    public readonly JpegSegmentReader Current => this;

    /// <summary>For foreach.</summary>
    public readonly JpegSegmentReader GetEnumerator() => this;

    /// <summary>Goes to the next segment; false at the first scan, or where none follows that is whole.</summary>
    public bool MoveNext()
    {
        // Fill bytes may stand before a marker.
        while (Rest is [Mark, Mark, ..])
            _next++;
        ReadOnlySpan<byte> rest = Rest;
        if (rest.Length < 4 || rest[0] != Mark || rest[1] == StartOfScan)
            return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        if (length < 2 || length + 2 > rest.Length)
            return false;
        Marker = rest[1];
        Payload = rest.Slice(4, length - 2);
        _next += length + 2;
        return true;
    }
}
