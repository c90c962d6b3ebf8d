namespace VaeCodec.Bitstream.Containers;

/// <summary>Compares the places of an archive's names by the names' stems, so that a set of them keeps no text.</summary>
internal sealed class StemComparer(ComputedList<string> names) : IEqualityComparer<int>
{
    /// <inheritdoc/>
    public bool Equals(int one, int other) => ArchiveNames.Stem(names[one]) == ArchiveNames.Stem(names[other]);

    /// <inheritdoc/>
    public int GetHashCode(int place) => string.GetHashCode(ArchiveNames.Stem(names[place].AsSpan()));
}
