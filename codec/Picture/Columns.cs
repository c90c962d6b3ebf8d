namespace VaeCodec.Picture;

/// <summary>Pixels of a row that lie side by side.</summary>
/// <param name="From">The first.</param>
/// <param name="To">Behind the last.</param>
internal readonly record struct Columns(int From, int To)
{
    /// <summary>How many there are.</summary>
    public int Count => To - From;
}
