using TorchSharp;
using TorchSharp.Modules;
using VaeCodec.Networks.PixelCnn;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.PixelCnn;

/// <summary>A pixel network with its optimiser and the running mean of its weights; takes one training step at a time.</summary>
internal sealed class PixelCnnLearner : IDisposable
{
    private const double LargestGradient = 1;

    /// <summary>Random parameters of a seed.</summary>
    public PixelCnnLearner(PixelCnnSpec spec, ulong seed, bool bf16 = false)
    {
        torch.manual_seed(unchecked((long)seed));
        Network = new(spec) { Bf16 = bf16 };
        Optimiser = new(Network);
        Average = Network.named_parameters().ToDictionary(p => p.name, p => p.parameter.detach().clone().DetachFromDisposeScope());
    }

    /// <summary>The network.</summary>
    public PixelCnnNetwork Network { get; }

    /// <summary>The optimiser and its moments.</summary>
    public PixelCnnOptimiser Optimiser { get; }

    /// <summary>Running mean of the weights.</summary>
    public IReadOnlyDictionary<string, torch.Tensor> Average { get; }

    /// <summary>Lets the running mean begin at the weights as they are now.</summary>
    public void ResetAverage()
    {
        using IDisposable guard = torch.no_grad();
        foreach ((string name, Parameter parameter) in Network.named_parameters())
            Average[name].copy_(parameter);
    }

    /// <summary>Learns from a batch.</summary>
    /// <param name="batch">To learn from.</param>
    /// <param name="learningRate">Of this step.</param>
    /// <param name="emaDecay">Of the running mean.</param>
    /// <returns>Bits per pixel; not finite where the step was left out because its gradient was not.</returns>
    public float Step(PixelBatch batch, double learningRate, double emaDecay)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Parameter[] parameters = [.. Network.parameters()];
        foreach (Parameter parameter in parameters)
            parameter.grad = null;
        torch.Tensor loss = Network.Bits(batch).sum([1L]).mean();
        loss.backward();
        if (!float.IsFinite(Gradients.Clip(Array.ConvertAll(parameters, p => p.grad!), LargestGradient)))
            return float.NaN;
        Optimiser.Step(learningRate);
        (string name, Parameter parameter)[] named = [.. Network.named_parameters()];
        RunningMean.Update(Array.ConvertAll(named, p => Average[p.name]), Array.ConvertAll(named, p => (torch.Tensor)p.parameter),
            emaDecay);
        return loss.Value();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Optimiser.Dispose();
        Network.Dispose();
        foreach (torch.Tensor tensor in Average.Values)
            tensor.Dispose();
    }
}
