using System.Buffers.Binary;
using System.Text.Json;

namespace VaeCodec.Networks.Layers;

/// <summary>The safetensors format: an 8-byte length, a JSON header, raw little-endian data. F16 and F32 tensors are read as single
/// precision (every half is exact in it).</summary>
internal sealed class SafeTensors
{
    private const int MaxHeaderBytes = 1 << 22;
    private readonly ReadOnlyMemory<byte> _data;
    private readonly Dictionary<string, Entry> _entries;

    private SafeTensors(ReadOnlyMemory<byte> data, Dictionary<string, Entry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        _data = data;
        _entries = entries;
        Metadata = metadata;
    }

    /// <summary>A class, because dictionaries of classes come compiled with the runtime.</summary>
    private sealed record Entry(string Type, int[] Shape, int Start, int Length);

    /// <summary>The header's free-form strings.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Names of the tensors.</summary>
    public IEnumerable<string> Names => _entries.Keys;

    /// <summary>Reads a file's header; throws <see cref="InvalidDataException"/> when it contradicts itself.</summary>
    public static SafeTensors Parse(ReadOnlyMemory<byte> file)
    {
        ReadOnlySpan<byte> span = file.Span;
        if (span.Length < 8 || BinaryPrimitives.ReadUInt64LittleEndian(span) is var length
            && (length > MaxHeaderBytes || length > (ulong)span.Length - 8))
            throw new InvalidDataException("not a safetensors file: the header does not fit");
        int dataAt = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(span);
        ReadOnlyMemory<byte> data = file[dataAt..];
        var entries = new Dictionary<string, Entry>();
        var metadata = new Dictionary<string, string>();
        try
        {
            using JsonDocument header = JsonDocument.Parse(file[8..dataAt]);
            foreach (JsonProperty item in header.RootElement.EnumerateObject())
            {
                if (item.Name == "__metadata__")
                {
                    foreach (JsonProperty pair in item.Value.EnumerateObject())
                        metadata[pair.Name] = pair.Value.GetString() ?? "";
                    continue;
                }

                entries.Add(item.Name, ReadEntry(item.Value, data.Length, item.Name));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException
            or ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"not a safetensors file: {e.Message}", e);
        }

        return new(data, entries, metadata);
    }

    /// <summary>A tensor in single precision, row-major; throws when it is missing or has another shape.</summary>
    public float[] Read(string name, ReadOnlySpan<int> shape)
    {
        TensorData data = Find(name, shape);
        var values = new float[data.Count];
        data.CopyTo(values);
        return values;
    }

    /// <summary>A tensor where it lies in the file; throws when it is missing or has another shape.</summary>
    public TensorData Find(string name, ReadOnlySpan<int> shape)
    {
        if (!_entries.TryGetValue(name, out Entry? entry))
            throw new InvalidDataException($"the weight file has no tensor '{name}'");
        if (!shape.SequenceEqual(entry.Shape))
            throw new InvalidDataException(
                $"tensor '{name}' is [{string.Join(", ", entry.Shape)}], expected [{string.Join(", ", shape.ToArray())}]");
        return new(_data.Slice(entry.Start, entry.Length), isHalf: entry.Type == "F16");
    }

    /// <summary>Writes tensors as F16, in the order given.</summary>
    public static byte[] WriteHalf(
        IEnumerable<(string Name, int[] Shape, float[] Values)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        using var json = new MemoryStream();
        using var data = new MemoryStream();
        Span<byte> two = stackalloc byte[2];
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("__metadata__");
            foreach ((string key, string value) in metadata)
                writer.WriteString(key, value);
            writer.WriteEndObject();
            foreach ((string name, int[] shape, float[] values) in tensors)
            {
                long start = data.Length;
                foreach (float value in values)
                {
                    BinaryPrimitives.WriteHalfLittleEndian(two, (Half)value);
                    data.Write(two);
                }

                writer.WriteStartObject(name);
                writer.WriteString("dtype", "F16");
                writer.WriteStartArray("shape");
                foreach (int side in shape)
                    writer.WriteNumberValue(side);
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(start);
                writer.WriteNumberValue(data.Length);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        while (json.Length % 8 != 0)
            json.WriteByte((byte)' ');
        var file = new byte[8 + json.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, json.Length);
        json.ToArray().CopyTo(file, 8);
        data.ToArray().CopyTo(file, 8 + json.Length);
        return file;
    }

    private static Entry ReadEntry(JsonElement item, int available, string name)
    {
        string type = item.GetProperty("dtype").GetString() ?? "";
        JsonElement sides = item.GetProperty("shape"), offsets = item.GetProperty("data_offsets");
        var shape = new int[sides.GetArrayLength()];
        long start = offsets[0].GetInt64(), end = offsets[1].GetInt64(), count = 1;
        bool sound = start >= 0 && end <= available;
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = sides[i].GetInt32();
            sound &= shape[i] >= 0;
            count = checked(count * shape[i]);
        }

        int size = type switch
        {
            "F16" => 2,
            "F32" => 4,
            _ => throw new InvalidDataException(
            $"tensor '{name}' has type '{type}'; F16 and F32 are known")
        };
        if (!sound || end - start != checked(count * size))
            throw new InvalidDataException($"tensor '{name}' does not fit the file");
        return new(type, shape, (int)start, (int)(end - start));
    }
}
