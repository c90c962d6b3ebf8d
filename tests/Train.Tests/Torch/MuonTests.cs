using TorchSharp;
using VaeCodec.Train.Kernels;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Tests.Torch;

public sealed class MuonTests
{
    [Theory]
    [InlineData(3, 8, 40)]
    [InlineData(2, 40, 8)]
    [InlineData(1, 12, 12)]
    public void OrthogonalisedMatricesHaveSingularValuesNearOne(int count, int rows, int columns)
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor x = Muon.Orthogonalise(Hashed.Tensor("matrices", 3, count, rows, columns));
        Assert.Equal([count, rows, columns], x.shape);
        foreach (torch.Tensor matrix in x.unbind(0))
        {
            torch.Tensor gram = rows > columns ? matrix.t().matmul(matrix) : matrix.matmul(matrix.t());
            Assert.All(torch.linalg.eigh(gram).Item1.Values(), squared => Assert.InRange(squared, 0.6f * 0.6f, 1.3f * 1.3f));
        }
    }

    [Theory]
    [InlineData(2, 24, 130)]
    [InlineData(2, 130, 24)]
    [InlineData(1, 64, 576)]
    [InlineData(1, 33, 33)]
    public void TheKernelComputesWhatOperatorsDo(int count, int rows, int columns)
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor matrices = Hashed.Tensor("matrices", 3, count, rows, columns);
        Assert.SkipUnless(OrthogonalKernel.Takes(matrices), "no g++, or no AVX2");
        torch.Tensor expected = Muon.OrthogonaliseByOperators(matrices), difference = Muon.Orthogonalise(matrices) - expected;
        Assert.InRange(difference.norm().Value() / expected.norm().Value(), 0, 1e-4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AStepHasTheSizeOfAdamsAndTurnsMatricesOfAllShapes(bool parallel)
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor[] weights = [torch.zeros(16, 32, 3, 3), torch.zeros(64, 16, 1, 1), torch.zeros(16, 32, 3, 3)];
        torch.Tensor[] gradients = [.. weights.Select((w, i) => Hashed.Tensor($"gradient {i}", 1e-3, w.shape))];
        using var muon = new Muon(weights, 0.01);
        if (parallel)
            Parallel.Invoke(muon.Steps(gradients));
        else
            muon.Step(gradients);
        foreach ((torch.Tensor weight, torch.Tensor gradient) in weights.Zip(gradients))
        {
            Assert.InRange(Math.Sqrt(weight.square().mean().Value()), 0.1 * 0.01, 0.3 * 0.01);
            Assert.True((weight * gradient).sum().Value() < 0, "the step is not downhill");
        }
    }
}
