using System.Security.Cryptography;

namespace VaeCodec.Models;

/// <summary>A weight file where a source has it, or should have it.</summary>
/// <param name="Name">For people: of a listed model <c>hvae-r1</c>, of another its file's name.</param>
/// <param name="Kind">Null where the file is no model of this codec.</param>
/// <param name="Hash">SHA-256 that it has or is listed with, lower-case hexadecimal.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Place">Where it is, for people.</param>
/// <param name="Open">Opens it; null where it is missing. May throw what files throw.</param>
internal sealed record ModelFile(string Name, ModelKind? Kind, string Hash, long Bytes, string Place, Func<Stream?> Open)
{
    /// <summary>The first four bytes of the hash: how files name their model.</summary>
    public uint Id { get; } = ModelHash.Of(Hash);

    /// <summary>What a list says of it; null where none does.</summary>
    public ModelEntry? Entry { get; init; }

    /// <summary>Whether there is a file to read.</summary>
    public bool Exists
    {
        get
        {
            try
            {
                using Stream? stream = Open();
                return stream is not null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <summary>All bytes.</summary>
    /// <exception cref="InvalidDataException">It is missing, cannot be read, or is too large for a model.</exception>
    public byte[] Read()
    {
        try
        {
            using Stream stream = Open() ?? throw new InvalidDataException("it is missing");
            if (stream.Length > WeightFile.MaxBytes)
                throw new InvalidDataException("it is too large for a model");
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    /// <summary>The model.</summary>
    /// <exception cref="InvalidDataException">The bytes are not those that the hash says, or no model of that kind.</exception>
    public T Load<T>(ModelKind<T> kind)
        where T : class
    {
        byte[] bytes = Read();
        (uint id, T model) = kind.Make(bytes);
        return id == Id ? model : throw new InvalidDataException(
            $"its SHA-256 begins with {id:x8} in place of {Id:x8}: it is damaged or has just been changed");
    }

    /// <summary>Checks all of the hash and the kind, and that a model can be made of it.</summary>
    /// <exception cref="InvalidDataException">It fails.</exception>
    public void Verify()
    {
        byte[] bytes = Read();
        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (hash != Hash)
            throw new InvalidDataException($"its SHA-256 is {hash} in place of {Hash}");
        ModelKind? told = WeightFile.KindOf(new MemoryStream(bytes));
        if (told is null || told != Kind)
            throw new InvalidDataException(
                $"it is {(told is null ? "no model of this codec" : $"a model of kind {told.Name}")}, not of kind {Kind?.Name ?? "any"}");
        told.Check(bytes);
    }
}
