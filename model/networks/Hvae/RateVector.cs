using System.Collections;

namespace VaeCodec.Networks.Hvae;

/// <summary>One rate multiplier per latent layer, coarsest first: the "vector of beta" of a picture, as indices of
/// <see cref="RateMultiplier"/>. It stands for a trade between rate and distortion; what an encoder is asked for, what it finds, and the
/// lambdas of its objective are all of this kind. Immutable.</summary>
internal sealed class RateVector : IReadOnlyList<byte>, IEquatable<RateVector>
{
    private readonly byte[] _indices;

    /// <summary>Takes over an array of indices.</summary>
    public RateVector(byte[] indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        _indices = indices;
    }

    /// <summary>The same index for so many layers.</summary>
    public static RateVector Uniform(byte index, int layers) => new([.. Enumerable.Repeat(index, layers)]);

    /// <summary>The vector nearest to values of beta; one value stands for all layers.</summary>
    public static RateVector Nearest(IReadOnlyList<double> beta, int layers)
    {
        ArgumentNullException.ThrowIfNull(beta);
        return new([.. Enumerable.Range(0, layers).Select(layer => RateMultiplier.Nearest(beta[beta.Count == 1 ? 0 : layer]))]);
    }

    /// <summary>Latent layers.</summary>
    public int Count => _indices.Length;

    /// <summary>The indices, one per layer.</summary>
    public ReadOnlySpan<byte> Indices => _indices;

    /// <summary>The index of a layer.</summary>
    public byte this[int layer] => _indices[layer];

    /// <summary>beta of every layer, in mean squared error (pixels in [0, 1]) per bit per pixel.</summary>
    public IReadOnlyList<double> Values => [.. _indices.Select(RateMultiplier.Value)];

    /// <summary>The arithmetic mean of the betas.</summary>
    public double MeanValue => _indices.Average(RateMultiplier.Value);

    /// <summary>log2 of the geometric mean of the betas.</summary>
    public double MeanLog2 => _indices.Average(RateMultiplier.Log2);

    /// <summary>Every layer moved by so many points of the grid, held to the grid's ends.</summary>
    public RateVector Moved(int by) => new([.. _indices.Select(index => Move(index, by))]);

    /// <summary>Some layers moved by so many points of the grid.</summary>
    public RateVector Moved(IReadOnlyList<int> layers, int by)
    {
        ArgumentNullException.ThrowIfNull(layers);
        byte[] moved = [.. _indices];
        foreach (int layer in layers)
            moved[layer] = Move(moved[layer], by);
        return new(moved);
    }

    /// <summary>Moved as far, layer by layer, as one vector is from another.</summary>
    public RateVector MovedAs(RateVector from, RateVector to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return new([.. _indices.Select((index, layer) => Move(index, to[layer] - from[layer]))]);
    }

    /// <inheritdoc/>
    public IEnumerator<byte> GetEnumerator() => ((IEnumerable<byte>)_indices).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(RateVector? other) => other is not null && Indices.SequenceEqual(other.Indices);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RateVector);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_indices);
        return hash.ToHashCode();
    }

    private static byte Move(byte index, int by) => (byte)Math.Clamp(index + by, byte.MinValue, byte.MaxValue);
}
