using TorchSharp;

namespace VaeCodec.Train.Preview;

/// <summary>The linear map that takes many inputs to their targets with the least squared error, from sums that rows are added to: so
/// there may be any number.</summary>
/// <param name="inputs">Values of an input, the constant among them.</param>
/// <param name="targets">Values of a target.</param>
internal sealed class LeastSquares(int inputs, int targets) : IDisposable
{
    /// <summary>Relative to the mean square of an input: keeps directions that the inputs hardly have from being enlarged.</summary>
    private const double Ridge = 1e-6;

    private readonly torch.Tensor _inner = torch.zeros(inputs, inputs, torch.ScalarType.Float64).DetachFromDisposeScope();
    private readonly torch.Tensor _outer = torch.zeros(inputs, targets, torch.ScalarType.Float64).DetachFromDisposeScope();

    /// <summary>Adds rows.</summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="y">[rows, targets].</param>
    public void Add(float[] x, float[] y)
    {
        ArgumentNullException.ThrowIfNull(x);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        int rows = x.Length / inputs;
        torch.Tensor a = torch.tensor(x, rows, inputs), b = torch.tensor(y, rows, targets), transposed = a.t();
        _inner.add_(transposed.matmul(a).to(torch.ScalarType.Float64));
        _outer.add_(transposed.matmul(b).to(torch.ScalarType.Float64));
    }

    /// <summary>The map, [inputs, targets].</summary>
    public float[] Solve()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        torch.Tensor ridge = _inner.diagonal().mean() * Ridge * torch.eye(inputs, dtype: torch.ScalarType.Float64);
        return torch.linalg.solve(_inner + ridge, _outer).@float().data<float>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inner.Dispose();
        _outer.Dispose();
    }
}
