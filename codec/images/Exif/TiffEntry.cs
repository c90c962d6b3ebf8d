namespace VaeCodec.Images.Exif;

/// <summary>An entry of a directory of a TIFF structure.</summary>
/// <param name="Tag">What it tells of.</param>
/// <param name="Type">Of its values.</param>
/// <param name="Count">Of its values.</param>
/// <param name="Place">Of its first value.</param>
internal readonly record struct TiffEntry(ushort Tag, ushort Type, uint Count, long Place)
{
    private const ushort Byte = 1, Short = 3, Long = 4, Rational = 5, SByte = 6, SShort = 8, SLong = 9;

    /// <summary>Bytes of all values; 0 for types that are not known.</summary>
    public long Length => Count * (long)BytesOf(Type);

    /// <summary>Bytes of a value; 0 for types that are not known.</summary>
    public int ValueBytes => BytesOf(Type);

    /// <summary>True for whole numbers of any kind.</summary>
    public bool IsInteger => Type is Byte or Short or Long or SByte or SShort or SLong;

    /// <summary>True for quotients of whole numbers without sign.</summary>
    public bool IsRational => Type == Rational;

    /// <summary>TIFF 6.0, section 2; type 13 is a later one, a place.</summary>
    private static int BytesOf(ushort type) => type switch
    {
        Byte or 2 or SByte or 7 => 1,
        Short or SShort => 2,
        Long or SLong or 11 or 13 => 4,
        Rational or 10 or 12 => 8,
        _ => 0,
    };
}
