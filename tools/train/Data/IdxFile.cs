using System.Buffers.Binary;
using System.IO.Compression;

namespace VaeCodec.Train.Data;

/// <summary>Gzipped IDX files of bytes: four bytes that tell the dimensions, their sizes, the values.</summary>
internal static class IdxFile
{
    /// <summary>The values of a file.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="sizes">What all dimensions but the first have to be.</param>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static byte[] Read(string path, params ReadOnlySpan<int> sizes)
    {
        const int Bytes = 8;
        using var content = new MemoryStream();
        using (var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress))
            file.CopyTo(content);
        byte[] all = content.ToArray();
        int header = sizeof(int) * (2 + sizes.Length);
        long each = 1, count = 0;
        bool fits = all.Length > header && BinaryPrimitives.ReadInt32BigEndian(all) == (Bytes << 8) + sizes.Length + 1;
        for (int i = 0; fits && i <= sizes.Length; i++)
        {
            int size = BinaryPrimitives.ReadInt32BigEndian(all.AsSpan(sizeof(int) * (1 + i)));
            if (i == 0)
                count = size;
            else
                (fits, each) = (size == sizes[i - 1], each * size);
        }

        return fits && count > 0 && count * each == all.Length - header ? all[header..]
            : throw new InvalidDataException($"'{path}' is no IDX file of bytes [{string.Join(", ", ["N", .. sizes.ToArray()])}]");
    }
}
