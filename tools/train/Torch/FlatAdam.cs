using TorchSharp;
using TorchSharp.Modules;

namespace VaeCodec.Train.Torch;

/// <summary>TorchSharp's Adam on one vector of all parameters: hundreds of small ones cost more in calls than in arithmetic.</summary>
internal sealed class FlatAdam : IDisposable
{
    private readonly torch.Tensor[] _parameters;
    private readonly Parameter _all;
    private readonly Adam _adam;
    private readonly Adam.State _state;
    private readonly torch.Tensor[]? _shares;

    /// <summary>Moments start at zero.</summary>
    /// <param name="parameters">What is stepped.</param>
    /// <param name="lr">Size of a step.</param>
    /// <param name="beta1">Share of the running mean of the gradients that stays.</param>
    /// <param name="beta2">The same of their squares.</param>
    /// <param name="eps">Against a division by zero.</param>
    /// <param name="shares">Of the step, for every value of every parameter; null for 1.</param>
    public FlatAdam(IEnumerable<torch.Tensor> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        torch.Tensor[]? shares = null)
    {
        (_parameters, _shares) = ([.. parameters], shares);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        _all = torch.nn.Parameter(Flat(_parameters)).DetachFromDisposeScope() as Parameter
            ?? throw new InvalidOperationException("a parameter is one");
        _adam = torch.optim.Adam([_all], lr, beta1, beta2, eps);
        _state = (Adam.State)_adam.state_dict().State[0];
        FirstMoments = Array.ConvertAll(Parts(_state.exp_avg), p => p.DetachFromDisposeScope());
        SecondMoments = Array.ConvertAll(Parts(_state.exp_avg_sq), p => p.DetachFromDisposeScope());
    }

    /// <summary>Size of the next step.</summary>
    public double LearningRate
    {
        set => _adam.ParamGroups.Single().LearningRate = value;
    }

    /// <summary>Steps taken.</summary>
    public long Steps
    {
        get => _state.step;
        set => _state.step = value;
    }

    /// <summary>Running means of the gradients, one per parameter.</summary>
    public torch.Tensor[] FirstMoments { get; }

    /// <summary>Running means of the squared gradients, one per parameter.</summary>
    public torch.Tensor[] SecondMoments { get; }

    /// <summary>Moves every parameter against its gradient, given in the parameters' order.</summary>
    public void Step(torch.Tensor[] gradients)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        _all.copy_(Flat(_parameters));
        _all.grad = Flat(gradients);
        _adam.step();
        torch.Tensor[] parts = Parts(_all);
        for (int i = 0; i < parts.Length; i++)
        {
            if (_shares is null)
                _parameters[i].copy_(parts[i]);
            else
                _parameters[i].add_(parts[i].sub_(_parameters[i]).mul_(_shares[i]));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (torch.Tensor moment in FirstMoments.Concat(SecondMoments))
            moment.Dispose();
        _adam.Dispose();
        _all.Dispose();
    }

    private static torch.Tensor Flat(torch.Tensor[] tensors) => torch.cat(Array.ConvertAll(tensors, t => t.reshape(-1)), 0);

    private torch.Tensor[] Parts(torch.Tensor all)
    {
        var parts = new torch.Tensor[_parameters.Length];
        long start = 0;
        for (int i = 0; i < parts.Length; start += _parameters[i++].NumberOfElements)
            parts[i] = all.narrow(0, start, _parameters[i].NumberOfElements).reshape(_parameters[i].shape);
        return parts;
    }
}
