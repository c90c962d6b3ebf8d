using VaeCodec.Boundary;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;
using Xunit;

namespace VaeCodec.Codec.Tests.Boundary;

public sealed class SymbolChoiceTests
{
    private const byte Narrow = 0;

    [Fact]
    public void InsideThePictureItIsTheNearest() => Assert.Equal([1, -2, 0], Choose(new(1, 3), 0.6f, -1.6f, 0.4f));

    [Fact]
    public void WhatThePictureHardlyCoversIsCheap() => Assert.Equal([1, -2, 0], Choose(new(1, 3, LastColumn: 0.01f), 0.6f, -1.6f, 0.6f));

    private static int[] Choose(CodedArea area, params float[] deviations)
    {
        var symbols = new int[deviations.Length];
        byte[] scales = [.. Enumerable.Repeat(Narrow, deviations.Length)];
        SymbolChoice.Choose(deviations, scales, 1, area, Strip.Whole(1), symbols);
        return symbols;
    }
}
