using System.Buffers.Binary;
using System.Text;
using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.Containers;

/// <summary>The index of an archive: names, each by what it shares with the one before, and the length of every part.</summary>
internal sealed class ArchiveIndex
{
    /// <summary>The most pictures that a reader accepts by default.</summary>
    internal const int MaxItems = 1 << 18;

    /// <summary>The most sets of chains.</summary>
    internal const int MaxSets = byte.MaxValue;

    /// <summary>The kind of a picture with a file; that of one in a chain is the number of its set, counted from 1.</summary>
    private const byte Stored = 0;

    private readonly List<Item> _items = [];
    private readonly List<Set> _sets = [];

    /// <param name="Name">The picture's name.</param>
    /// <param name="Kind">See <see cref="Stored"/>.</param>
    /// <param name="Bytes">Of its file.</param>
    private sealed record Item(string Name, int Kind, int Bytes);

    private sealed record Set(uint ModelId, int Side, int Restart, IReadOnlyList<(int Bytes, uint Crc32C)> Chains);

    internal static ArchiveIndex Of(ArchiveFile file)
    {
        var index = new ArchiveIndex();
        foreach (ArchiveItem item in file.Items) index._items.Add(new(item.Name, item.File is null ? item.Set + 1 : Stored,
            item.File?.Length ?? 0));
        foreach (ArchiveChains set in file.Sets)
            index._sets.Add(new(set.ModelId, set.Side, set.Restart,
                [.. set.Streams.Select(stream => (stream.Length, Crc32C.Compute(stream.Span)))]));
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
        foreach (Item item in _items)
        {
            byte[] utf8 = ArchiveNames.Utf8.GetBytes(item.Name);
            int shared = before.CommonPrefixLength(utf8);
            writer.Byte((byte)item.Kind);
            writer.Varint((uint)shared);
            writer.Varint((uint)(utf8.Length - shared));
            writer.Bytes(utf8.AsSpan(shared));
            if (item.Kind == Stored) writer.Varint((uint)item.Bytes);
            before = utf8;
        }

        foreach (Set set in _sets)
        {
            writer.UInt32(BinaryPrimitives.ReverseEndianness(set.ModelId));
            writer.Varint((uint)set.Side);
            writer.Varint((uint)set.Restart);
            foreach ((int bytes, uint crc) in set.Chains)
            {
                writer.Varint((uint)bytes);
                writer.UInt32(crc);
            }
        }

        return writer.ToArray();
    }

    /// <summary>Finds the parts behind the index.</summary>
    internal ArchiveFile Place(ReadOnlyMemory<byte> file, int at)
    {
        long end = at + _sets.Sum(set => set.Chains.Sum(chain => (long)chain.Bytes)) + _items.Sum(item => (long)item.Bytes);
        if (file.Length < end) throw ByteReader.Fail(VaeCodecErrorKind.Truncated, $"The archive should have {end} bytes; fetch it again",
            file.Length);
        if (file.Length > end) throw ByteReader.Fail(VaeCodecErrorKind.Corrupt, "Bytes follow the archive's last part", end);
        var sets = new List<ArchiveChains>();
        foreach (Set set in _sets)
        {
            int first = at;
            var streams = new List<ReadOnlyMemory<byte>>();
            foreach ((int bytes, _) in set.Chains)
            {
                streams.Add(file.Slice(at, bytes));
                at += bytes;
            }

            sets.Add(new(set.ModelId, set.Side, set.Restart, streams)
            {
                Offset = first,
                Checksums = [.. set.Chains.Select(chain => chain.Crc32C)]
            });
        }

        var items = new List<ArchiveItem>();
        foreach (Item item in _items)
        {
            // not ?: with null, which would be an empty file
            ReadOnlyMemory<byte>? stored = null;
            if (item.Kind == Stored) stored = file.Slice(at, item.Bytes);
            items.Add(new(item.Name, stored, Math.Max(0, item.Kind - 1)) { Offset = at });
            at += item.Bytes;
        }

        return new(items, sets);
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
            uint shared = reader.Varint(), more = reader.Varint();
            if (shared > before || more > ArchiveNames.MaxBytes - shared)
                Throw.Corrupt("A name that shares more than there is, or is too long.", null);
            reader.Bytes(more).CopyTo(name.AsSpan((int)shared));
            before = (int)(shared + more);
            _items.Add(new(ArchiveNames.Utf8.GetString(name, 0, before), kind, kind == Stored ? Length(ref reader) : 0));
        }

        foreach (int pictures in PicturesOfSets())
        {
            uint model = BinaryPrimitives.ReverseEndianness(reader.UInt32());
            int side = Length(ref reader), restart = Length(ref reader);
            if (restart < 1) Throw.Corrupt("Chains of no pictures.", null);
            var chains = new List<(int Bytes, uint Crc32C)>();
            for (int chain = 0; chain < Chains(pictures, restart); chain++) chains.Add((Length(ref reader), reader.UInt32()));
            _sets.Add(new(model, side, restart, chains));
        }
    }

    /// <summary>What is wrong with names or chains, or null.</summary>
    private string? Problem()
    {
        if (_items.Count == 0) return "An archive has one picture at least.";
        var stems = new HashSet<string>(StringComparer.Ordinal);
        foreach (Item item in _items)
        {
            if (!ArchiveNames.IsValid(item.Name)) return $"'{item.Name}' cannot be the name of a picture in an archive.";
            if (!stems.Add(ArchiveNames.Stem(item.Name)))
                return $"Two pictures are called '{ArchiveNames.Stem(item.Name)}', but for their extensions.";
            if (item.Kind is < Stored or > MaxSets) return $"A picture of kind {item.Kind}; 0 to {MaxSets} are possible.";
        }

        int[] pictures = PicturesOfSets();
        if (pictures.Length != _sets.Count) return $"{_sets.Count} sets of chains; its pictures need {pictures.Length}.";
        return pictures.Zip(_sets, Problem).FirstOrDefault(problem => problem is not null);
    }

    private static string? Problem(int pictures, Set set) => set switch
    {
        _ when pictures == 0 => "Chains without pictures.",
        { Side: < 1 or > ArchiveChains.MaxSide } => $"Chained pictures of side {set.Side}; 1 to {ArchiveChains.MaxSide} are possible.",
        { Restart: < 1 or > ArchiveChains.MaxRestart } =>
            $"Chains of {set.Restart} pictures; 1 to {ArchiveChains.MaxRestart} are possible.",
        _ => set.Chains.Count == Chains(pictures, set.Restart) ? null
            : $"{set.Chains.Count} chains of {set.Restart} for {pictures} pictures.",
    };

    /// <summary>How many pictures each set has, up to the last that has one.</summary>
    private int[] PicturesOfSets()
    {
        int[] pictures = new int[_items.Max(item => (int?)item.Kind) ?? 0];
        foreach (Item item in _items.Where(item => item.Kind != Stored)) pictures[item.Kind - 1]++;
        return pictures;
    }

    private static int Chains(int pictures, int restart) => (int)(((long)pictures + restart - 1) / restart);

    private static int Length(ref ByteReader reader)
    {
        uint length = reader.Varint();
        if (length > int.MaxValue) Throw.Corrupt($"A part of {length} bytes.", null);
        return (int)length;
    }
}
