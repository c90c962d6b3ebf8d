using System.Buffers.Binary;
using VaeCodec.Bitstream.Containers;

namespace VaeCodec.Codec.Tests.Support;

/// <summary>Files that are wrong on purpose, with a file CRC that holds.</summary>
internal static class Container
{
    private const int CrcOffset = 6;

    /// <summary>Writes the file CRC again, so that what else is wrong gets past it. Files too short to have one stay as they are.</summary>
    public static byte[] Repair(byte[] file)
    {
        if (file.Length >= CrcOffset + 4)
        {
            uint crc = Crc32C.Append(Crc32C.Compute(file.AsSpan(0, CrcOffset)), file.AsSpan(CrcOffset + 4));
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(CrcOffset), crc);
        }

        return file;
    }

    /// <summary>The file with another header.</summary>
    public static byte[] With(byte[] file, Func<VaecHeader, VaecHeader> change)
    {
        VaecFile vaec = VaecFile.Read(file);
        return new VaecFile(change(vaec.Header), vaec.Chunks, vaec.Latents, vaec.PixelStreams).Write();
    }

    /// <summary>The file with other chunks.</summary>
    public static byte[] With(byte[] file, params VaecChunk[] chunks)
    {
        VaecFile vaec = VaecFile.Read(file);
        return new VaecFile(vaec.Header, chunks, vaec.Latents, vaec.PixelStreams).Write();
    }

    /// <summary>The file with other latents.</summary>
    public static byte[] With(byte[] file, byte[] latents)
    {
        VaecFile vaec = VaecFile.Read(file);
        return new VaecFile(vaec.Header, vaec.Chunks, latents, vaec.PixelStreams).Write();
    }
}
