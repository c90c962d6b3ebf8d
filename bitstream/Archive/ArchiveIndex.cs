using System.Buffers.Binary;
using System.Text;

namespace VaeCodec.Bitstream;

/// <summary>The index of an archive: names, each by what it shares with the one before, and the length of every part.</summary>
internal sealed class ArchiveIndex
{
    /// <summary>The most pictures that a reader accepts by default.</summary>
    internal const int MaxItems = 1 << 18;

    private const byte Stored = 0, Chained = 1;

    private readonly List<(string Name, int? Bytes)> _items = [];
    private readonly List<(int Bytes, uint Crc32C)> _chains = [];
    private uint _modelId;
    private int _side;
    private int _restart;

    private int ChainedItems => _items.Count(item => item.Bytes is null);

    internal static ArchiveIndex Of(ArchiveFile file)
    {
        var index = new ArchiveIndex();
        foreach (ArchiveItem item in file.Items) index._items.Add((item.Name, item.File?.Length));
        if (file.Chains is { } chains)
        {
            (index._modelId, index._side, index._restart) = (chains.ModelId, chains.Side, chains.Restart);
            foreach (ReadOnlyMemory<byte> stream in chains.Streams) index._chains.Add((stream.Length, Crc32C.Compute(stream.Span)));
        }

        if (index.Problem() is { } problem) throw Throw.Argument(problem);
        return index;
    }

    internal static ArchiveIndex Read(ReadOnlySpan<byte> data, int maxItems)
    {
        var index = new ArchiveIndex();
        try
        {
            ByteReader reader = new(data);
            index.Read(ref reader, maxItems);
            if (reader.Position != data.Length) Throw.Corrupt("The archive's index is longer than its content.", null);
        }
        catch (Exception e) when (e is DecoderFallbackException or VaeCodecException { Kind: VaeCodecErrorKind.Truncated })
        {
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt, "The archive's index does not hold what it should.", inner: e);
        }

        if (index.Problem() is { } problem) Throw.Corrupt(problem, null);
        return index;
    }

    internal byte[] Write()
    {
        ByteWriter writer = new(16 * _items.Count);
        writer.Varint((uint)_items.Count);
        ReadOnlySpan<byte> before = [];
        foreach ((string name, int? bytes) in _items)
        {
            byte[] utf8 = ArchiveNames.Utf8.GetBytes(name);
            int shared = before.CommonPrefixLength(utf8);
            writer.Byte(bytes is null ? Chained : Stored);
            writer.Varint((uint)shared);
            writer.Varint((uint)(utf8.Length - shared));
            writer.Bytes(utf8.AsSpan(shared));
            if (bytes is { } length) writer.Varint((uint)length);
            before = utf8;
        }

        if (_chains.Count > 0)
        {
            writer.UInt32(BinaryPrimitives.ReverseEndianness(_modelId));
            writer.Varint((uint)_side);
            writer.Varint((uint)_restart);
        }

        foreach ((int bytes, uint crc) in _chains)
        {
            writer.Varint((uint)bytes);
            writer.UInt32(crc);
        }

        return writer.ToArray();
    }

    /// <summary>Finds the parts behind the index.</summary>
    internal ArchiveFile Place(ReadOnlyMemory<byte> file, int at)
    {
        long end = at + _chains.Sum(chain => (long)chain.Bytes) + _items.Sum(item => (long)(item.Bytes ?? 0));
        if (file.Length < end) throw ByteReader.Fail(VaeCodecErrorKind.Truncated, $"The archive should have {end} bytes; fetch it again", file.Length);
        if (file.Length > end) throw ByteReader.Fail(VaeCodecErrorKind.Corrupt, "Bytes follow the archive's last part", end);
        var streams = new List<ReadOnlyMemory<byte>>();
        int first = at;
        foreach ((int bytes, _) in _chains)
        {
            streams.Add(file.Slice(at, bytes));
            at += bytes;
        }

        var items = new List<ArchiveItem>();
        foreach ((string name, int? bytes) in _items)
        {
            // not ?: with null, which would be an empty file
            ReadOnlyMemory<byte>? stored = null;
            if (bytes is { } length) stored = file.Slice(at, length);
            items.Add(new(name, stored) { Offset = at });
            at += bytes ?? 0;
        }

        return new(items, streams.Count == 0 ? null : new(_modelId, _side, _restart, streams) { Offset = first, Checksums = [.. _chains.Select(chain => chain.Crc32C)] });
    }

    private void Read(ref ByteReader reader, int maxItems)
    {
        uint count = reader.Varint();
        if (count > maxItems) throw ByteReader.Fail(VaeCodecErrorKind.LimitExceeded, $"{count} pictures exceed the limit of {maxItems}", 0);
        byte[] name = new byte[ArchiveNames.MaxBytes];
        int before = 0;
        for (uint i = 0; i < count; i++)
        {
            byte kind = reader.Byte();
            if (kind > Chained) Throw.Corrupt($"A picture of kind {kind}.", null);
            uint shared = reader.Varint(), more = reader.Varint();
            if (shared > before || more > ArchiveNames.MaxBytes - shared) Throw.Corrupt("A name that shares more than there is, or is too long.", null);
            reader.Bytes(more).CopyTo(name.AsSpan((int)shared));
            before = (int)(shared + more);
            _items.Add((ArchiveNames.Utf8.GetString(name, 0, before), kind == Chained ? null : Length(ref reader)));
        }

        int chained = ChainedItems;
        if (chained == 0) return;
        _modelId = BinaryPrimitives.ReverseEndianness(reader.UInt32());
        (_side, _restart) = (Length(ref reader), Length(ref reader));
        if (_restart < 1) Throw.Corrupt("Chains of no pictures.", null);
        for (int chain = 0; chain < Chains(chained, _restart); chain++) _chains.Add((Length(ref reader), reader.UInt32()));
    }

    /// <summary>What is wrong with names or chains, or null.</summary>
    private string? Problem()
    {
        if (_items.Count == 0) return "An archive has one picture at least.";
        var stems = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, _) in _items)
        {
            if (!ArchiveNames.IsValid(name)) return $"'{name}' cannot be the name of a picture in an archive.";
            if (!stems.Add(ArchiveNames.Stem(name))) return $"Two pictures are called '{ArchiveNames.Stem(name)}', but for their extensions.";
        }

        int chained = ChainedItems;
        if (chained == 0) return _chains.Count == 0 ? null : "Chains without pictures.";
        if (_side is < 1 or > ArchiveChains.MaxSide) return $"Chained pictures of side {_side}; 1 to {ArchiveChains.MaxSide} are possible.";
        if (_restart is < 1 or > ArchiveChains.MaxRestart) return $"Chains of {_restart} pictures; 1 to {ArchiveChains.MaxRestart} are possible.";
        return _chains.Count == Chains(chained, _restart) ? null : $"{_chains.Count} chains of {_restart} for {chained} pictures.";
    }

    private static int Chains(int pictures, int restart) => (int)(((long)pictures + restart - 1) / restart);

    private static int Length(ref ByteReader reader)
    {
        uint length = reader.Varint();
        if (length > int.MaxValue) Throw.Corrupt($"A part of {length} bytes.", null);
        return (int)length;
    }
}
