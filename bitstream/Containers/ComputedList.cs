using System.Collections;

namespace VaeCodec.Bitstream.Containers;

/// <summary>A list whose items are made when they are asked for, each time anew, so that a long one takes no memory.</summary>
/// <param name="count">How many.</param>
/// <param name="item">Makes the item of a place.</param>
internal sealed class ComputedList<T>(int count, Func<int, T> item) : IReadOnlyList<T>
{
    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public T this[int index] => (uint)index < (uint)count ? item(index) : throw new ArgumentOutOfRangeException(nameof(index));

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (int i = 0; i < count; i++) yield return item(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
