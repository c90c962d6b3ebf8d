using System.Buffers.Binary;
using System.Text;

namespace VaeCodec.Train.Torch;

/// <summary>The versions of symbols that a 64-bit little-endian ELF library asks of others (its section .gnu.version_r).</summary>
/// <remarks>See "Linux Standard Base Core Specification", Symbol Versioning: a Verneed for each library that is needed, with a chain of
/// Vernaux, one for each version. A loader refuses a library whose needs are not met, but for those marked weak.</remarks>
internal static class ElfVersionNeeds
{
    private const uint VersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort Weak = 0x2; // VER_FLG_WEAK
    private const int SectionsOffset = 0x28, SectionSizeOffset = 0x3A, SectionCountOffset = 0x3C;
    private const int TypeInSection = 4, PlaceInSection = 0x18, LinkInSection = 0x28, CountInSection = 0x2C;
    private const int FirstInNeed = 8, NextNeed = 12, FlagsInVersion = 4, NameInVersion = 8, NextVersion = 12;

    /// <summary>Marks every need of a version as weak, in place.</summary>
    /// <param name="library">The file's bytes.</param>
    /// <param name="version">Such as GLIBCXX_3.4.32.</param>
    /// <returns>Whether a byte was changed.</returns>
    /// <exception cref="InvalidDataException">The bytes are no such library.</exception>
    public static bool MarkWeak(Span<byte> library, string version)
    {
        if (library.Length < 0x40 || !library.StartsWith("\u007fELF\u0002\u0001"u8))
            throw new InvalidDataException("not a 64-bit little-endian ELF file");
        try
        {
            return Mark(library, version);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new InvalidDataException("the ELF file is cut off", e);
        }
    }

    private static bool Mark(Span<byte> library, string version)
    {
        bool changed = false;
        int sections = (int)Long(library, SectionsOffset), size = Short(library, SectionSizeOffset);
        for (int i = 0; i < Short(library, SectionCountOffset); i++)
        {
            Span<byte> section = library[(sections + i * size)..];
            if (Int(section, TypeInSection) != VersionNeeds)
                continue;
            Span<byte> names = library[(int)Long(library[(sections + (int)Int(section, LinkInSection) * size)..], PlaceInSection)..];
            Span<byte> need = library[(int)Long(section, PlaceInSection)..];
            for (uint n = Int(section, CountInSection); n > 0; n--, need = need[(int)Int(need, NextNeed)..])
                changed |= Mark(need, names, version);
        }

        return changed;
    }

    private static bool Mark(Span<byte> need, ReadOnlySpan<byte> names, string version)
    {
        bool changed = false;
        Span<byte> entry = need[(int)Int(need, FirstInNeed)..];
        for (int n = Short(need, 2); n > 0; n--, entry = entry[(int)Int(entry, NextVersion)..])
        {
            ReadOnlySpan<byte> name = names[(int)Int(entry, NameInVersion)..];
            int flags = Short(entry, FlagsInVersion);
            if ((flags & Weak) != 0 || !name[..name.IndexOf((byte)0)].SequenceEqual(Encoding.ASCII.GetBytes(version)))
                continue;
            BinaryPrimitives.WriteUInt16LittleEndian(entry[FlagsInVersion..], (ushort)(flags | Weak));
            changed = true;
        }

        return changed;
    }

    private static ushort Short(ReadOnlySpan<byte> at, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(at[offset..]);

    private static uint Int(ReadOnlySpan<byte> at, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(at[offset..]);

    private static ulong Long(ReadOnlySpan<byte> at, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(at[offset..]);
}
