using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace VaeCodec.Train.Training;

/// <summary>Writes single-precision safetensors, bit for bit; <see cref="Networks.Layers.SafeTensors"/> reads them.</summary>
internal static class SingleTensorFile
{
    /// <summary>Writes beside the path, then renames, so that the file is whole or not there.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="previous">What a file that is there already becomes; null: it is gone.</param>
    /// <param name="tensors">What it holds.</param>
    /// <param name="metadata">And beside it.</param>
    internal static void Write(string path, string? previous, IReadOnlyList<(
        string Name, int[] Shape, float[] Values)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        string beside = path + ".new";
        using (FileStream file = File.Create(beside))
        {
            byte[] header = Header(tensors, metadata);
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            file.Write(length);
            file.Write(header);
            foreach ((_, _, float[] values) in tensors)
                file.Write(MemoryMarshal.AsBytes<float>(values));
            file.Flush(flushToDisk: true);
        }

        if (previous is not null && File.Exists(path))
            File.Move(path, previous, overwrite: true);
        File.Move(beside, path, overwrite: true);
    }

    private static byte[] Header(IReadOnlyList<(
        string Name, int[] Shape, float[] Values)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var entries = new Dictionary<string, object> { ["__metadata__"] = metadata };
        long at = 0;
        foreach ((string name, int[] shape, float[] values) in tensors)
        {
            long end = at + values.Length * sizeof(float);
            entries.Add(name, new { dtype = "F32", shape, data_offsets = new[] { at, end } });
            at = end;
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(entries);
        return [.. json, .. Enumerable.Repeat((byte)' ', -json.Length & 7)];
    }
}
