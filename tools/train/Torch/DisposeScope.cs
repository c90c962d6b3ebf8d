namespace VaeCodec.Train.Torch;

/// <summary>Frees, when disposed, every tensor made on this thread since it was opened, but those moved out of it.</summary>
internal sealed class DisposeScope : IDisposable
{
    [ThreadStatic]
    private static DisposeScope? t_current;

    private readonly HashSet<torch.Tensor> _tensors = [];
    private readonly DisposeScope? _outer;
    private bool _disposed;

    internal DisposeScope()
    {
        _outer = t_current;
        t_current = this;
    }

    /// <summary>Tensors that this scope would free now.</summary>
    public int Count => _tensors.Count;

    /// <summary>Hands a tensor to the enclosing scope, or to its holder where there is none.</summary>
    public torch.Tensor MoveToOuter(torch.Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (_tensors.Remove(tensor))
        {
            tensor.Scope = _outer;
            _outer?._tensors.Add(tensor);
        }

        return tensor;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;
        if (t_current != this)
            throw new InvalidOperationException("dispose scopes close in the reverse order of their opening, on their own thread");
        _disposed = true;
        t_current = _outer;
        foreach (torch.Tensor tensor in _tensors)
            tensor.DisposeUntracked();
        _tensors.Clear();
    }

    internal static DisposeScope? Track(torch.Tensor tensor)
    {
        t_current?._tensors.Add(tensor);
        return t_current;
    }

    internal void Forget(torch.Tensor tensor) => _tensors.Remove(tensor);
}
