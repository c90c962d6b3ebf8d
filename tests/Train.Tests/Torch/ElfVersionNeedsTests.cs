using System.Buffers.Binary;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Tests.Torch;

public sealed class ElfVersionNeedsTests
{
    private const int Needs = 0x40, Names = 0x80, Sections = 0xC0, FirstFlags = Needs + 16 + 4, SecondFlags = FirstFlags + 16;
    private const int LastRead = Sections + 0x40 + 0x30;

    [Fact]
    public void OnlyTheNamedVersionBecomesWeak()
    {
        byte[] library = Library(), before = [.. library];
        Assert.True(ElfVersionNeeds.MarkWeak(library, "V_2"));
        Assert.Equal([SecondFlags], Enumerable.Range(0, library.Length).Where(i => library[i] != before[i]));
        Assert.Equal(2, library[SecondFlags]);
    }

    [Theory]
    [InlineData("V_3")]
    [InlineData("V_")]
    [InlineData("V_22")]
    public void WhatIsNotNeededChangesNothing(string version)
    {
        byte[] library = Library(), before = [.. library];
        Assert.False(ElfVersionNeeds.MarkWeak(library, version));
        Assert.Equal(before, library);
    }

    [Fact]
    public void ASecondTimeChangesNothing()
    {
        byte[] library = Library();
        Assert.True(ElfVersionNeeds.MarkWeak(library, "V_1"));
        Assert.False(ElfVersionNeeds.MarkWeak(library, "V_1"));
    }

    [Fact]
    public void WhatIsNoLibraryIsRefused()
    {
        Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.MarkWeak(new byte[100], "V_1"));
        byte[] library = Library();
        for (int length = 0; length < LastRead; length += 7)
            Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.MarkWeak(library.AsSpan(0, length).ToArray(), "V_1"));
    }

    // A header, one need with two versions, their names, and two sections: the names and the needs.
    private static byte[] Library()
    {
        var file = new byte[Sections + 2 * 0x40];
        "\u007fELF\u0002\u0001"u8.CopyTo(file);
        Long(0x28, Sections);
        Short(0x3A, 0x40);
        Short(0x3C, 2);
        "\0V_1\0V_2\0"u8.CopyTo(file.AsSpan(Names));
        Short(Needs + 2, 2);
        Int(Needs + 8, 16);
        Int(Needs + 16 + 8, 1);
        Int(Needs + 16 + 12, 16);
        Int(Needs + 32 + 8, 5);
        Int(Sections + 4, 3);
        Long(Sections + 0x18, Names);
        Int(Sections + 0x40 + 4, 0x6ffffffe);
        Long(Sections + 0x40 + 0x18, Needs);
        Int(Sections + 0x40 + 0x2C, 1);
        return file;

        void Short(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);

        void Int(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);

        void Long(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), value);
    }
}
