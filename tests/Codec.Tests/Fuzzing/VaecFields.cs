using VaeCodec.Bitstream.Containers;

namespace VaeCodec.Codec.Tests.Fuzzing;

/// <summary>A .vaec file taken apart into fields of the container, each a piece of bytes, so that one can be changed and the rest stay
/// sound.</summary>
internal sealed class VaecFields
{
    public const int Version = 1, Flags = 2, PixelCrc = 4, ModelId = 5, Beta = 6, Width = 7, Height = 8;

    /// <summary>Magic, version, flags, file CRC, pixel CRC, model id, β, width, height.</summary>
    public List<byte[]> Header { get; } = [];

    /// <summary>The stored count of chunks; null without any. It need not be true.</summary>
    public byte[]? ChunkCount { get; set; }

    /// <summary>Type, stored length and content of each chunk.</summary>
    public List<(byte Type, byte[] Length, byte[] Data)> Chunks { get; } = [];

    /// <summary>The payload.</summary>
    public byte[] Latents { get; set; } = [];

    public static VaecFields Of(byte[] file)
    {
        VaecFile vaec = VaecFile.Read(file);
        var fields = new VaecFields { Latents = vaec.Latents.ToArray() };
        int beta = vaec.Header.BetaIndices.Length is 1 ? 1 : 1 + vaec.Header.BetaIndices.Length, at = 0;
        foreach (int length in (int[])[4, 1, 1, 4, 4, 4, beta, Varint((uint)vaec.Header.Width).Length,
            Varint((uint)vaec.Header.Height).Length])
        {
            fields.Header.Add(file[at..(at + length)]);
            at += length;
        }

        if (vaec.Chunks.Count > 0)
            fields.ChunkCount = Varint((uint)vaec.Chunks.Count);
        foreach (VaecChunk chunk in vaec.Chunks)
            fields.Chunks.Add((chunk.Type, Varint((uint)chunk.Data.Length), chunk.Data.ToArray()));
        return fields;
    }

    public byte[] ToFile()
        => [.. Header.SelectMany(field => field), .. ChunkCount ?? [], .. Chunks.SelectMany(c => (byte[])[c.Type, .. c.Length, .. c.Data]),
            .. Latents];

    public static byte[] Varint(uint value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }
}
