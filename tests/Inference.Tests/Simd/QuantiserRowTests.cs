using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Simd;
using Xunit;

namespace VaeCodec.Inference.Tests.Simd;

/// <summary>Rows of any length give what each element alone gives, which is the formula without vectors.</summary>
public class QuantiserRowTests
{
    private static readonly LatentStepSize s_step = new(0.25f, 4, -2);
    private static readonly float[] s_special = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, 0.5f, 1.5f, -2.5f, 1e9f,
        -1e9f, float.Epsilon, 127.5f / 255];

    [Fact]
    public void ScaleIndices() => AssertAlike<byte>((values, indices) => ScaleIndexRow.Run(values, s_step.Log2Step, -4, 10, 8, indices));

    [Fact]
    public void Deviations() => AssertAlike<float>((values, deviations) =>
        DeviationRow.Run(values, new float[values.Length], s_step.InverseStep, 1 << 20, deviations));

    [Fact]
    public void Nearest() => AssertAlike<int>((values, symbols) => NearestRow.Run(values, symbols));

    [Fact]
    public void Latents() => AssertAlike<float>((values, latents) =>
    {
        var symbols = new int[values.Length];
        NearestRow.Run(values, symbols);
        LatentRow.Run(symbols, s_step.Step, values, latents);
    });

    [Fact]
    public void Bytes() => AssertAlike<byte>((values, bytes) => ByteRow.Run(values, bytes));

    [Fact]
    public void WhatTheyCompute()
    {
        var symbols = new int[6];
        NearestRow.Run([0.5f, 1.5f, -2.5f, -0.6f, float.NaN, 2.5f], symbols);
        Assert.Equal([0, 2, -2, -1, 0, 2], symbols);

        var bytes = new byte[18];
        ByteRow.Run([-1, 0, 0.5f / 255, 1.5f / 255, 1, 2, float.NaN, 0.2f, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0.2f], bytes);
        Assert.Equal([0, 0, 0, 2, 255, 255, 0, 51, 255, 255, 255, 255, 255, 255, 255, 0, 0, 51], bytes);

        var latents = new float[5];
        LatentRow.Run([1, -2, 0, 3, 4], 0.5f, [1, 1, 1, -1, 0], latents);
        Assert.Equal([1.5f, 0, 1, 0.5f, 2], latents);
    }

    private delegate void Row<T>(ReadOnlySpan<float> values, Span<T> results);

    private static void AssertAlike<T>(Row<T> row)
    {
        var random = new Random(5);
        for (int length = 0; length < 70; length++)
        {
            float[] values = [.. Enumerable.Range(0, length).Select(_ => random.Next(3) == 0 ? s_special[random.Next(s_special.Length)]
                : (random.NextSingle() - 0.3f) * MathF.Pow(4, random.Next(-2, 6)))];
            T[] together = new T[length], alone = new T[length];
            row(values, together);
            for (int i = 0; i < length; i++)
                row(values.AsSpan(i, 1), alone.AsSpan(i, 1));
            Assert.Equal(alone, together);
        }
    }
}
