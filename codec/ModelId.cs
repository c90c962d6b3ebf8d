namespace VaeCodec;

/// <summary>Which weights a file was written with, or needs.</summary>
/// <param name="Name">The release's name, such as <c>hvae-r1</c>; null where this build does not know it.</param>
/// <param name="Hash">The first eight hexadecimal digits of the SHA-256 of the weight file, which is all that a file holds.</param>
public sealed record ModelId(string? Name, string Hash)
{
    /// <summary>Name and hash, for people.</summary>
    public override string ToString() => Name is null ? Hash : $"{Name} ({Hash})";
}
