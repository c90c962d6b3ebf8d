using TorchSharp;
using VaeCodec.Train.Data;
using VaeCodec.Train.Network;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Training;

/// <summary>What a step saw: means over its samples.</summary>
/// <param name="Loss">The objective.</param>
/// <param name="SquaredError">Pixels in [0, 1].</param>
/// <param name="LayerBits">Bits per pixel of every layer; in a constrained run those of what the decoder gets, which is what the
/// constraints are about.</param>
/// <param name="GradientNorm">Before clipping; a step with a norm that is not finite changes nothing.</param>
internal sealed record StepOutcome(float Loss, float SquaredError, float[] LayerBits, float GradientNorm)
{
    /// <summary>Whether the step was left out.</summary>
    public bool Skipped => !float.IsFinite(GradientNorm);
}

/// <summary>A network with its optimiser and the running mean of its weights; takes one training step at a time. Convolutions may run in
/// bfloat16; likelihoods, weights, optimiser and mean are single precision.</summary>
internal sealed class Learner : IDisposable
{
    private const double LargestGradient = 2.0;
    private readonly GradientWorker[] _workers;

    /// <summary>Takes over the parameters; the running mean starts at them.</summary>
    /// <param name="parameters">Of the network.</param>
    /// <param name="config">Says how to learn.</param>
    /// <param name="shares">Of a step, for every value of every parameter; taken over. Null for 1.</param>
    public Learner(TorchParameters parameters, TrainConfig config, TorchParameters? shares = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(config);
        Parameters = parameters;
        _workers = [.. Enumerable.Range(0, config.Workers).Select(_ =>
            new GradientWorker(Shared(), config.UsesBf16, config.RoundedLatents, config.Geco is not null))];
        Average = Array.ConvertAll(parameters.Tensors, p => p.clone().DetachFromDisposeScope());
        Optimiser = new(parameters, config, shares);

        TorchParameters Shared()
        {
            TorchParameters shared = parameters.Alias();
            shared.RequiresGrad = true;
            return shared;
        }
    }

    /// <summary>The weights.</summary>
    public TorchParameters Parameters { get; }

    /// <summary>The optimiser and its moments.</summary>
    public WeightOptimiser Optimiser { get; }

    /// <summary>Running mean of the weights, in the parameters' order.</summary>
    public torch.Tensor[] Average { get; }

    /// <summary>Everything that has to be saved beside the optimiser's steps; each tensor under the name of its kind and
    /// parameter.</summary>
    public IEnumerable<(string Name, int[] Shape, torch.Tensor Tensor)> State
    {
        get
        {
            return Named("weights", Parameters.Tensors).Concat(Named("average", Average)).Concat(Optimiser.State);

            IEnumerable<(string Name, int[] Shape, torch.Tensor Tensor)> Named(string kind, torch.Tensor[] tensors)
                => Parameters.Network.Parameters.Zip(tensors, (p, tensor) => ($"{kind}/{p.Name}", p.Shape, tensor));
        }
    }

    /// <summary>Learns from a batch.</summary>
    /// <param name="batch">Crops and rates.</param>
    /// <param name="noise">Seed of the noise on the latents.</param>
    /// <param name="schedule">The step's share of the peak learning rates.</param>
    /// <param name="emaDecay">Of the running mean.</param>
    public StepOutcome Step(TrainingBatch batch, ulong noise, double schedule, double emaDecay)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using DisposeScope scope = torch.NewDisposeScope();
        GradientShare[] shares = Compute(batch, noise);
        torch.Tensor[] gradients = _workers[0].Gradients;
        if (_workers.Length > 1)
            Meet(gradients, [.. _workers.Skip(1).Select(w => w.Gradients)]);

        float norm = Gradients.Clip(gradients, LargestGradient);
        if (float.IsFinite(norm))
        {
            Optimiser.Step(gradients, schedule);
            Team.Run(_workers.Length, Parts(part => RunningMean.Update(Of(Average, part), Of(Parameters.Tensors, part), emaDecay)));
        }

        return new(shares.Average(s => s.Loss), shares.Average(s => s.SquaredError),
            [.. Enumerable.Range(0, shares[0].LayerBits.Length).Select(l => shares.Average(s => s.LayerBits[l]))], norm);
    }

    /// <summary>Every worker computes an equal share of the batch. One worker draws its noise from libtorch; several draw from counters,
    /// since they cannot take turns at one generator in a fixed order.</summary>
    private GradientShare[] Compute(TrainingBatch batch, ulong noise)
    {
        if (_workers.Length == 1)
        {
            torch.manual_seed(unchecked((long)noise));
            return [_workers[0].Compute(batch, null)];
        }

        int share = batch.Count / _workers.Length;
        var shares = new GradientShare[_workers.Length];
        Team.Run(shares.Length, [.. Enumerable.Range(0, shares.Length).Select<int, Action>(i => () =>
        {
            var random = new CounterRandom(noise, CounterRandom.Stream.Noise, i);
            shares[i] = _workers[i].Compute(batch.Slice(i * share, share), like => Uniform(random, like.shape));
        })]);
        return shares;
    }

    /// <summary>Leaves the mean of all workers' gradients in those of the first.</summary>
    private void Meet(torch.Tensor[] gradients, torch.Tensor[][] others)
        => Team.Run(_workers.Length, Parts(part =>
        {
            foreach (int i in part)
            {
                foreach (torch.Tensor[] other in others)
                    gradients[i].add_(other[i]);
                gradients[i].mul_(1.0 / _workers.Length);
            }
        }));

    /// <summary>The same work on equal parts of the parameters, one for every worker.</summary>
    private Action[] Parts(Action<int[]> work)
        => [.. Enumerable.Range(0, _workers.Length).Select<int, Action>(w => () =>
            work([.. Enumerable.Range(0, Average.Length).Where(i => i % _workers.Length == w)]))];

    private static torch.Tensor[] Of(torch.Tensor[] tensors, int[] indices) => Array.ConvertAll(indices, i => tensors[i]);

    private static torch.Tensor Uniform(CounterRandom random, long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)random.NextDouble();
        return TensorValues.Tensor(values, shape[0], shape[2], shape[3], shape[1]).permute(0, 3, 1, 2); // as maps lie in memory
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Optimiser.Dispose();
        foreach (GradientWorker worker in _workers)
            worker.Dispose();
        Parameters.Dispose();
        foreach (torch.Tensor tensor in Average)
            tensor.Dispose();
    }
}
