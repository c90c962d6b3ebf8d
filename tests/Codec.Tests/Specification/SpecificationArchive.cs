using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace VaeCodec.Codec.Tests.Specification;

/// <summary>ARCHIVE.md, "File", "Index" and "Chain": the small pictures of an archive, by name.</summary>
internal sealed class SpecificationArchive
{
    private readonly BinaryReader _index;
    private readonly byte[] _file;
    private int _at;

    private SpecificationArchive(byte[] file)
    {
        using var reader = new BinaryReader(new MemoryStream(file));
        reader.BaseStream.Position = 9;
        (int unpacked, int packed) = (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
        byte[] index = new byte[unpacked];
        using var zlib = new ZLibStream(new MemoryStream(reader.ReadBytes(packed)), CompressionMode.Decompress);
        zlib.ReadExactly(index);
        (_file, _at, _index) = (file, (int)reader.BaseStream.Position, new(new MemoryStream(index)));
    }

    /// <summary>Decodes what is in chains.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="weights">The weight file of a model, by its id.</param>
    public static Dictionary<string, byte[]> Decode(byte[] file, Func<uint, byte[]> weights) => new SpecificationArchive(file)
        .Decode(weights);

    private Dictionary<string, byte[]> Decode(Func<uint, byte[]> weights)
    {
        var sets = new SortedDictionary<int, List<string>>();
        byte[] name = [];
        for (int count = Number(); count > 0; count--)
        {
            int kind = _index.ReadByte(), shared = Number();
            name = [.. name[..shared], .. _index.ReadBytes(Number())];
            if (kind == 0)
                Number();
            else if (sets.TryGetValue(kind, out List<string>? names))
                names.Add(Encoding.UTF8.GetString(name));
            else
                sets.Add(kind, [Encoding.UTF8.GetString(name)]);
        }

        var pictures = new Dictionary<string, byte[]>();
        foreach (List<string> names in sets.Values)
        {
            var model = new SpecificationImageModel(weights(BinaryPrimitives.ReadUInt32BigEndian(_index.ReadBytes(4))));
            Number();
            foreach (string[] chain in names.Chunk(Number()))
            {
                var stack = new SpecificationStack(_file[_at..(_at += Number())]);
                _index.ReadUInt32();
                foreach (string picture in chain)
                    pictures.Add(picture, model.Pop(stack));
                if (!stack.IsInitial)
                    throw new InvalidDataException("a chain does not end in the initial bits");
            }
        }

        return pictures;
    }

    private int Number() => _index.Read7BitEncodedInt();
}

/// <summary>ARCHIVE.md, "Chain": one state and words.</summary>
internal sealed class SpecificationStack
{
    private readonly Stack<uint> _words = [];
    private UInt128 _state;

    public SpecificationStack(byte[] stream)
    {
        uint[] words = [.. stream.Chunk(4).Select(word => BinaryPrimitives.ReadUInt32LittleEndian(word))];
        foreach (uint word in words[..^2])
            _words.Push(word);
        _state = ((UInt128)words[^1] << 32) + words[^2];
    }

    /// <summary>Whether nothing is left but the initial bits.</summary>
    public bool IsInitial
    {
        get
        {
            ulong seed = 0;
            return _state == ((UInt128)1 << 32) + Next() && _words.All(word => word == Next());

            uint Next()
            {
                ulong z = seed += 0x9E3779B97F4A7C15;
                z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
                z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
                return (uint)((z ^ (z >> 31)) >> 32);
            }
        }
    }

    /// <summary>Pops the symbol whose interval holds the slot, of the symbols from 0 whose intervals begin at start(0), start(1), ...,
    /// start(count) = 2^bits.</summary>
    public int Pop(Func<int, long> start, int count, int bits = 16)
    {
        long slot = (long)(_state % ((UInt128)1 << bits));
        int low = 0;
        for (int step = 1 << 12; step > 0; step /= 2)
            low = low + step < count && start(low + step) <= slot ? low + step : low;
        _state = ((UInt128)(start(low + 1) - start(low)) * (_state >> bits)) + (UInt128)(slot - start(low));
        if (_state < (UInt128)1 << 32)
            _state = (_state << 32) + _words.Pop();
        return low;
    }

    /// <summary>Pushes the symbol of an interval of [0, 65536).</summary>
    public void Push(long start, long freq)
    {
        if (freq == 0)
            throw new InvalidDataException("a latent where the posterior has no mass");
        if (_state >= (UInt128)freq << 48)
        {
            _words.Push((uint)(_state % ((UInt128)1 << 32)));
            _state >>= 32;
        }

        _state = (_state / (UInt128)freq << 16) + (_state % (UInt128)freq) + (UInt128)start;
    }
}
