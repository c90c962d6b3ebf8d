using TorchSharp;
using TorchSharp.Modules;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Loop;

/// <summary>A network with its optimiser and the running mean of its weights.</summary>
internal sealed class ModuleLearner : IDisposable
{
    private const string OptimiserSteps = "optimiser_steps", SkippedSteps = "skipped";
    private readonly torch.nn.Module _network;
    private readonly IModuleOptimiser _optimiser;
    private readonly double _largestGradient;
    private readonly (string Name, Parameter Value)[] _parameters;
    private readonly torch.Tensor[] _average;

    /// <summary>Takes over a network; the mean begins at its weights.</summary>
    /// <param name="network">What learns.</param>
    /// <param name="optimiser">Of the network's parameters; taken over.</param>
    /// <param name="largestGradient">L2 norm of all gradients together, to which larger ones are scaled.</param>
    public ModuleLearner(torch.nn.Module network, IModuleOptimiser optimiser, double largestGradient)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(optimiser);
        (_network, _optimiser, _largestGradient) = (network, optimiser, largestGradient);
        _parameters = [.. network.named_parameters().Select(p => (p.name, p.parameter))];
        _average = Array.ConvertAll(_parameters, p => p.Value.detach().clone().DetachFromDisposeScope());
    }

    /// <summary>Running mean of the weights, in the parameters' order.</summary>
    public IEnumerable<(string Name, torch.Tensor Tensor)> Average => _parameters.Zip(_average, (p, mean) => (p.Name, mean));

    /// <summary>Weights, buffers, means and the optimiser's state.</summary>
    public IEnumerable<StateEntry> State
        => _parameters.Select(p => StateEntry.Of($"weights/{p.Name}", p.Value))
            .Concat(Average.Select(m => StateEntry.Of($"average/{m.Name}", m.Tensor)))
            .Concat(_network.named_buffers().Select(b => StateEntry.Of($"buffer/{b.name}", b.buffer)))
            .Concat(_optimiser.State.Select(s => StateEntry.Of(s.Name, s.Tensor)));

    /// <summary>Steps that were left out because their gradient was not finite.</summary>
    public long Skipped { get; private set; }

    /// <summary>Steps of the optimiser, and <see cref="Skipped"/>.</summary>
    public IReadOnlyDictionary<string, long> Counters
    {
        get => new Dictionary<string, long> { [OptimiserSteps] = _optimiser.Steps, [SkippedSteps] = Skipped };
        set => (_optimiser.Steps, Skipped) = (value[OptimiserSteps], value[SkippedSteps]);
    }

    /// <summary>Lets the running mean begin at the weights as they are now.</summary>
    public void ResetAverage()
    {
        using IDisposable guard = torch.no_grad();
        foreach ((torch.Tensor mean, (_, Parameter parameter)) in _average.Zip(_parameters))
            mean.copy_(parameter);
    }

    /// <summary>Gives another network of the same parameters the means.</summary>
    public void CopyAverage(torch.nn.Module to)
    {
        ArgumentNullException.ThrowIfNull(to);
        using IDisposable guard = torch.no_grad();
        foreach ((Parameter parameter, torch.Tensor mean) in to.parameters().Zip(_average))
            parameter.copy_(mean);
    }

    /// <summary>Moves the weights against the gradient of a loss, and the means after them.</summary>
    /// <param name="loss">One number.</param>
    /// <param name="learningRate">Of this step.</param>
    /// <param name="emaDecay">Of the running mean.</param>
    /// <returns>False where the gradient was not finite, and nothing was done.</returns>
    public bool Learn(torch.Tensor loss, double learningRate, double emaDecay)
    {
        ArgumentNullException.ThrowIfNull(loss);
        using DisposeScope scope = torch.NewDisposeScope();
        foreach ((_, Parameter parameter) in _parameters)
            parameter.grad = null;
        loss.backward();
        foreach ((_, Parameter parameter) in _parameters)
            parameter.grad ??= torch.zeros_like(parameter); // what this loss does not depend on
        if (!float.IsFinite(Gradients.Clip(Array.ConvertAll(_parameters, p => p.Value.grad!), _largestGradient)))
        {
            Skipped++;
            return false;
        }

        _optimiser.Step(learningRate);
        RunningMean.Update(_average, Array.ConvertAll(_parameters, p => (torch.Tensor)p.Value), emaDecay);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimiser.Dispose();
        _network.Dispose();
        foreach (torch.Tensor mean in _average)
            mean.Dispose();
    }
}
