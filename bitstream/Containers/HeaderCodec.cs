using System.Buffers.Binary;
using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.Containers;

/// <summary>The header's bytes, both ways. FORMAT.md, "Header", is the same list in prose.</summary>
internal static class HeaderCodec
{
    internal const int FileCrcOffset = 6;
    private const int FlagsOffset = 5;
    internal const int BetaOffset = 18;
    private const int ModelOffset = 14;

    private const byte ChannelsMask = 0x03;
    private const byte PerLayerBeta = 0x04;
    private const byte HasChunks = 0x08;
    private const byte Reserved = 0x30;
    private const int LastLinesShift = 6;
    private const int MaxStoredLayers = 255;

    /// <summary>One β index, and sides of a byte each.</summary>
    private const int ShortestBytes = BetaOffset + 3;

    private static ReadOnlySpan<byte> Magic => "VAEC"u8;

    /// <summary>Whether bytes may begin with a header: enough of them, and the right ones at fixed places.</summary>
    internal static bool IsPossible(ReadOnlySpan<byte> file) => file.Length >= ShortestBytes && file.StartsWith(Magic)
        && file[Magic.Length] == VaecHeader.CurrentVersion && (file[Magic.Length + 1] & Reserved) == 0;

    internal static VaecHeader Read(ref ByteReader reader, ReadOnlySpan<byte> file, ContainerLimits limits, out bool hasChunks)
    {
        int shown = Math.Min(file.Length, Magic.Length);
        if (!file[..shown].SequenceEqual(Magic[..shown]))
            throw Fail(VaeCodecErrorKind.NotVaec, "Not a .vaec file: it does not begin with \"VAEC\"", 0);
        reader.Bytes(Magic.Length);
        byte version = reader.Byte();
        if (version != VaecHeader.CurrentVersion)
            throw Fail(VaeCodecErrorKind.Unsupported, $"Version {version} of the format; this build reads version 1", 4);
        byte flags = reader.Byte();
        if ((flags & Reserved) != 0)
            throw Fail(VaeCodecErrorKind.Unsupported, $"Reserved flags 0x{flags & Reserved:X2} are set; a newer build may read them", 5);
        hasChunks = (flags & HasChunks) != 0;
        reader.UInt32(); // the file's CRC, which VaecFile checks over the whole
        uint pixels = reader.UInt32();
        uint model = BinaryPrimitives.ReverseEndianness(reader.UInt32()); // bytes in the order of the hash
        byte[] beta = ReadBeta(ref reader, (flags & PerLayerBeta) != 0, limits);
        int sizeAt = reader.Position;
        int width = ReadSide(ref reader);
        int height = ReadSide(ref reader);
        if ((long)width * height > limits.MaxPixels)
            throw Fail(VaeCodecErrorKind.LimitExceeded, $"{width} x {height} pixels exceed the limit of {limits.MaxPixels}", sizeAt);
        var lastLines = (LastLines)(flags >> LastLinesShift);
        if ((lastLines & ~VaecHeader.LastLinesOf(width, height)) != 0)
            throw Fail(VaeCodecErrorKind.Corrupt, $"A last {lastLines} is coded, which {width} x {height} has not", FlagsOffset);
        return new VaecHeader
        {
            Width = width,
            Height = height,
            Channels = (flags & ChannelsMask) + 1,
            ModelId = model,
            BetaIndices = beta,
            PixelsCrc32C = pixels,
            CodedLastLines = lastLines,
        };
    }

    /// <summary>Checks the fields that say nothing in a file of plain pixels.</summary>
    internal static void RequireNoModel(VaecHeader header)
    {
        if (header.ModelId != 0 || header.BetaIndices is not [0] || header.CodedLastLines != LastLines.None)
            throw Fail(VaeCodecErrorKind.Corrupt, "A file of plain pixels names a model, a β or last lines", ModelOffset);
    }

    internal static void Write(ByteWriter writer, VaecHeader header, bool hasChunks)
    {
        Check(header);
        bool perLayer = header.BetaIndices.Length > 1;
        writer.Bytes(Magic);
        writer.Byte(header.Version);
        writer.Byte((byte)((header.Channels - 1) | (perLayer ? PerLayerBeta : 0) | (hasChunks ? HasChunks : 0)
            | ((int)header.CodedLastLines << LastLinesShift)));
        writer.UInt32(0); // filled in by VaecFile
        writer.UInt32(header.PixelsCrc32C);
        writer.UInt32(BinaryPrimitives.ReverseEndianness(header.ModelId));
        if (perLayer) writer.Byte((byte)header.BetaIndices.Length);
        writer.Bytes(header.BetaIndices);
        writer.Varint((uint)header.Width);
        writer.Varint((uint)header.Height);
    }

    private static byte[] ReadBeta(ref ByteReader reader, bool perLayer, ContainerLimits limits)
    {
        if (!perLayer) return [reader.Byte()];
        int at = reader.Position;
        int layers = reader.Byte();
        if (layers > limits.MaxLayers)
            throw Fail(VaeCodecErrorKind.LimitExceeded, $"{layers} latent layers exceed the limit of {limits.MaxLayers}", at);
        byte[] beta = reader.Bytes(layers).ToArray();
        if (layers < 2 || !beta.AsSpan().ContainsAnyExcept(beta[0]))
            throw Fail(VaeCodecErrorKind.Corrupt, "Equal β indices are stored one by one", at);
        return beta;
    }

    private static int ReadSide(ref ByteReader reader)
    {
        int at = reader.Position;
        uint side = reader.Varint();
        if (side is 0 or > VaecHeader.MaxSide)
            throw Fail(VaeCodecErrorKind.Corrupt, $"A side of {side} pixels; 1 to {VaecHeader.MaxSide} are possible", at);
        return (int)side;
    }

    private static void Check(VaecHeader header)
    {
        if (header.Version != VaecHeader.CurrentVersion) throw Throw.Argument($"Version {header.Version}; this build writes version 1.");
        if (header.Width is < 1 or > VaecHeader.MaxSide || header.Height is < 1 or > VaecHeader.MaxSide)
            throw Throw.Argument($"{header.Width} x {header.Height} pixels; each side is 1 to {VaecHeader.MaxSide}.");
        if ((header.CodedLastLines & ~VaecHeader.LastLinesOf(header.Width, header.Height)) != 0)
            throw Throw.Argument($"A last {header.CodedLastLines} is coded, which {header.Width} x {header.Height} has not.");
        if (header.Channels is < 1 or > 4) throw Throw.Argument($"{header.Channels} channels; 1 to 4 are possible.");
        if (header.BetaIndices.Length is < 1 or > MaxStoredLayers)
            throw Throw.Argument($"{header.BetaIndices.Length} β indices; 1 to {MaxStoredLayers} are possible.");
    }

    private static VaeCodecException Fail(VaeCodecErrorKind kind, string message, long at) => ByteReader.Fail(kind, message, at);
}
