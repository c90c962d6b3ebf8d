using VaeCodec.Networks;
using VaeCodec.Train.Data;
using VaeCodec.Train.Network;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Training;

/// <summary>What a step saw: means over its samples.</summary>
/// <param name="Loss">The objective.</param>
/// <param name="SquaredError">Pixels in [0, 1].</param>
/// <param name="LayerBits">Bits per pixel of every layer.</param>
/// <param name="GradientNorm">Before clipping; a step with a norm that is not finite changes nothing.</param>
public sealed record StepOutcome(float Loss, float SquaredError, float[] LayerBits, float GradientNorm)
{
    /// <summary>Whether the step was left out.</summary>
    public bool Skipped => !float.IsFinite(GradientNorm);
}

/// <summary>A network with its optimiser and the running mean of its weights; takes one training step at a time. Convolutions may run in
/// bfloat16; likelihoods, weights, optimiser and mean are single precision.</summary>
public sealed class Learner : IDisposable
{
    private const double LargestGradient = 2.0;
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.99;
    private readonly TorchEngine _engine;
    private readonly bool _bf16;

    /// <summary>Takes over the parameters; the running mean starts at them.</summary>
    public Learner(TorchParameters parameters, bool bf16)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = parameters;
        _engine = new(parameters);
        _bf16 = bf16;
        Average = Array.ConvertAll(parameters.Tensors, p => p.clone().DetachFromDisposeScope());
        parameters.RequiresGrad = true;
        Optimiser = new(parameters.Tensors, 0, Beta1, Beta2);
    }

    /// <summary>The weights.</summary>
    public TorchParameters Parameters { get; }

    /// <summary>The optimiser and its moments.</summary>
    public torch.optim.Adam Optimiser { get; }

    /// <summary>Running mean of the weights, in the parameters' order.</summary>
    public torch.Tensor[] Average { get; }

    /// <summary>Learns from a batch.</summary>
    /// <param name="batch">Crops and rates.</param>
    /// <param name="noise">Seed of the noise on the latents.</param>
    /// <param name="learningRate">Of this step.</param>
    /// <param name="emaDecay">Of the running mean.</param>
    public StepOutcome Step(TrainingBatch batch, ulong noise, double learningRate, double emaDecay)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.manual_seed(noise);
        torch.Tensor log2Beta = batch.Rates(Parameters.Device);
        HvaeSpec spec = Parameters.Network.Spec;
        RateDistortion result = RateDistortion.Measure(_engine, batch.Picture(Parameters.Device), log2Beta,
            steps => new NoisyLatents(spec, steps), _bf16);
        torch.Tensor loss = result.Loss(log2Beta);
        Optimiser.zero_grad();
        loss.backward();
        torch.Tensor[] gradients = Array.ConvertAll(Parameters.Tensors, p => p.grad ?? throw new TorchException("a parameter has no gradient"));
        float norm = torch.nn.utils.clip_grad_norm_(gradients, LargestGradient);
        if (float.IsFinite(norm))
        {
            Optimiser.LearningRate = learningRate;
            Optimiser.step(gradients);
            torch.running_mean_(Average, Parameters.Tensors, emaDecay);
        }

        return new(loss.item(), result.SquaredError.mean().item(), result.BitsPerPixel.mean([0]).ToArray(), norm);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Optimiser.Dispose();
        Parameters.Dispose();
        foreach (torch.Tensor tensor in Average)
            tensor.Dispose();
    }
}
