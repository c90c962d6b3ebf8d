using System.Buffers.Binary;
using System.Runtime.InteropServices;
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

    /// <summary>That a picture takes in the index: kind and two lengths of its name.</summary>
    private const int LeastBytes = 3;

    private readonly List<Item> _items = [];
    private readonly List<Set> _sets = [];
    private ComputedList<string> _names = new(0, _ => "");

    /// <param name="Kind">See <see cref="Stored"/>.</param>
    /// <param name="Bytes">Of its file.</param>
    private readonly record struct Item(byte Kind, int Bytes);

    private sealed record Set(uint ModelId, int Side, int Restart, IReadOnlyList<(int Bytes, uint Crc32C)> Chains);

    internal static ArchiveIndex Of(ArchiveFile file)
    {
        var index = new ArchiveIndex { _names = new(file.Items.Count, i => file.Items[i].Name) };
        var check = new ArchiveNameCheck(file.Items.Count, i => index._names[i]);
        foreach (ArchiveItem item in file.Items)
        {
            if (check.Problem(item.Name) is { } wrong) throw Throw.Argument(wrong);
            if (item.File is null && item.Set is < 0 or >= MaxSets)
                throw Throw.Argument($"A set {item.Set}; 0 to {MaxSets - 1} are possible.");
            index._items.Add(item.File is { } stored ? new(Stored, stored.Length) : new((byte)(item.Set + 1), 0));
        }

        foreach (ArchiveChains set in file.Sets)
            index._sets.Add(new(set.ModelId, set.Side, set.Restart,
                [.. set.Streams.Select(stream => (stream.Length, Crc32C.Compute(stream.Span)))]));
        if (index.Problem() is { } problem) throw Throw.Argument(problem);
        return index;
    }

    /// <summary>Reads an index, of which nothing is made for the length of its names: they may be much longer than it.</summary>
    internal static ArchiveIndex Read(ReadOnlyMemory<byte> data, int maxItems, CancellationToken cancellationToken = default)
    {
        var index = new ArchiveIndex();
        try
        {
            ByteReader reader = new(data.Span);
            index.Read(ref reader, data, maxItems, cancellationToken);
            if (reader.Position != data.Length) Throw.Corrupt("The archive's index is longer than its content.", null);
        }
        catch (VaeCodecException e) when (e.Kind == VaeCodecErrorKind.Truncated)
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
        foreach ((Item item, string name) in _items.Zip(_names))
        {
            byte[] utf8 = ArchiveNames.Utf8.GetBytes(name);
            int shared = before.CommonPrefixLength(utf8);
            writer.Byte(item.Kind);
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
    internal ArchiveFile Place(ReadOnlyMemory<byte> file, int at, CancellationToken cancellationToken = default)
    {
        long end = at + _sets.Sum(set => set.Chains.Sum(chain => (long)chain.Bytes)) + _items.Sum(item => (long)item.Bytes);
        if (file.Length < end) throw ByteReader.Fail(VaeCodecErrorKind.Truncated, $"The archive should have {end} bytes; fetch it again",
            file.Length);
        if (file.Length > end) throw ByteReader.Fail(VaeCodecErrorKind.Corrupt, "Bytes follow the archive's last part", end);
        var sets = new List<ArchiveChains>();
        int[] pictures = PicturesOfSets();
        foreach (Set set in _sets)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] starts = Starts(set.Chains.Select(chain => chain.Bytes), ref at);
            sets.Add(new(set.ModelId, set.Side, set.Restart,
                new ComputedList<ReadOnlyMemory<byte>>(starts.Length, chain => file.Slice(starts[chain], set.Chains[chain].Bytes)))
            {
                Starts = starts,
                Pictures = pictures[sets.Count],
                Checksums = [.. set.Chains.Select(chain => chain.Crc32C)],
            });
        }

        cancellationToken.ThrowIfCancellationRequested();
        int[] files = Starts(_items.Select(item => item.Bytes), ref at), places = PlacesInSets();
        return new(new ComputedList<ArchiveItem>(_items.Count, ItemAt), sets);

        ArchiveItem ItemAt(int i)
        {
            // not ?: with null, which would be an empty file
            ReadOnlyMemory<byte>? stored = null;
            if (_items[i].Kind == Stored) stored = file.Slice(files[i], _items[i].Bytes);
            return new(() => _names[i], stored, Math.Max(0, _items[i].Kind - 1)) { Offset = files[i], Place = places[i] };
        }
    }

    /// <summary>Of each picture in a chain, how many of its set are before it.</summary>
    private int[] PlacesInSets()
    {
        int[] places = new int[_items.Count], before = new int[MaxSets + 1];
        for (int i = 0; i < places.Length; i++) places[i] = before[_items[i].Kind]++;
        return places;
    }

    /// <summary>Where parts begin that follow one another.</summary>
    private static int[] Starts(IEnumerable<int> lengths, ref int at)
    {
        var starts = new List<int>();
        foreach (int length in lengths)
        {
            starts.Add(at);
            at += length;
        }

        return [.. starts];
    }

    private void Read(ref ByteReader reader, ReadOnlyMemory<byte> data, int maxItems, CancellationToken cancellationToken)
    {
        uint count = reader.Varint();
        if (count > maxItems) throw ByteReader.Fail(VaeCodecErrorKind.LimitExceeded, $"{count} pictures exceed the limit of {maxItems}", 0);
        var names = new ArchiveNameTable(data);
        var check = new ArchiveNameCheck((int)Math.Min(count, data.Length / LeastBytes), i => names[i]);
        for (uint i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            byte kind = reader.Byte();
            uint shared = reader.Varint(), more = reader.Varint();
            int at = reader.Position;
            reader.Bytes(more);
            if (!names.TryAdd(shared, at, more)) Throw.Corrupt("A name that shares more than there is, or is too long.", null);
            if (check.Problem(names.Last) is { } wrong) Throw.Corrupt(wrong, null);
            _items.Add(new(kind, kind == Stored ? Length(ref reader) : 0));
        }

        _names = new(names.Count, i => names[i]);
        foreach (int pictures in PicturesOfSets())
        {
            uint model = BinaryPrimitives.ReverseEndianness(reader.UInt32());
            int side = Length(ref reader), restart = Length(ref reader);
            if (restart < 1) Throw.Corrupt("Chains of no pictures.", null);
            var chains = new List<(int Bytes, uint Crc32C)>();
            for (int chain = 0; chain < Chains(pictures, restart); chain++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                chains.Add((Length(ref reader), reader.UInt32()));
            }

            _sets.Add(new(model, side, restart, chains));
        }
    }

    /// <summary>What is wrong with the numbers of pictures and chains, or null.</summary>
    private string? Problem()
    {
        if (_items.Count == 0) return "An archive has one picture at least.";
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
        int[] pictures = new int[MaxSets + 1];
        foreach (Item item in CollectionsMarshal.AsSpan(_items)) pictures[item.Kind]++;
        return pictures.AsSpan(Stored + 1).TrimEnd(0).ToArray();
    }

    private static int Chains(int pictures, int restart) => (int)(((long)pictures + restart - 1) / restart);

    private static int Length(ref ByteReader reader)
    {
        uint length = reader.Varint();
        if (length > int.MaxValue) Throw.Corrupt($"A part of {length} bytes.", null);
        return (int)length;
    }
}
