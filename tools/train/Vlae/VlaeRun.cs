using System.Globalization;
using TorchSharp;
using VaeCodec.Train.Data;
using VaeCodec.Train.Loop;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Vlae;

/// <summary>An image model in training, with its optimiser and the running mean of its weights.</summary>
internal sealed class VlaeRun : ITrainee
{
    private const double LargestGradient = 5, LossScale = 100, Memory = 0.99;

    // Batches by which the averaged weights' own statistics are taken.
    private const int StatisticsBatches = 100;

    private readonly VlaeConfig _config;
    private readonly VlaePictures _pictures;
    private readonly VlaeObjective _objective;
    private float[] _means;
    private readonly Action<long>? _onTheWay;

    /// <summary>A network with its starting weights.</summary>
    /// <param name="config">Checked.</param>
    /// <param name="pictures">To learn from.</param>
    /// <param name="onTheWay">Called after every step of the held-out evaluations on the way, with the steps taken.</param>
    public VlaeRun(VlaeConfig config, VlaePictures pictures, Action<long>? onTheWay = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        (_config, _pictures, _objective, _onTheWay) = (config, pictures, config.Objective, onTheWay);
        torch.manual_seed(unchecked((long)config.Seed));
        Network = config.CreateNetwork();
        VlaeStart.Apply(Network, config.Gain);
        Learner = new(Network, new GroupedAdam(Network.named_parameters().Select(p => (p.name, p.parameter))), LargestGradient);
        _means = new float[1 + config.Spec.Groups.Count];
    }

    /// <summary>The network.</summary>
    public VlaeNetwork Network { get; }

    /// <summary>Moves the network's weights.</summary>
    public ModuleLearner Learner { get; }

    /// <inheritdoc/>
    public IEnumerable<StateEntry> State => Learner.State.Append(StateEntry.Of("means", () => _means, values => _means = values));

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Identity => new Dictionary<string, string>
    {
        ["spec"] = _config.TrainedSpec.ToJson(),
        ["seed"] = _config.Seed.ToString(CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Counters
    {
        get => Learner.Counters;
        set => Learner.Counters = value;
    }

    /// <inheritdoc/>
    public string Summary => string.Create(CultureInfo.InvariantCulture, $"{_means.Sum():F2} bits per picture");

    /// <inheritdoc/>
    public void Begin(long step) => Network.train();

    /// <inheritdoc/>
    public void Take(LoopStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var random = new CounterRandom(_config.Seed, CounterRandom.Stream.Batch, step.Index);
        torch.Tensor pictures = _pictures.Batch(random, _config.Batch);
        (torch.Tensor at, torch.Tensor share) = _pictures.Pixels(random);
        torch.manual_seed(unchecked((long)CounterRandom.Key(_config.Seed, CounterRandom.Stream.Noise, step.Index)));
        var cost = VlaeCost.Of(Network, pictures, at, like => torch.rand_like(like));
        (torch.Tensor loss, torch.Tensor parts) = _objective.Of(cost, share, _objective.Price(step.Fraction));
        if (Learn(loss, _config.LearningRate * step.Share, _config.Schedule.EmaDecay(step.Index + 1)))
        {
            float[] now = parts.Values();
            _means = step.Index == 0 ? now : [.. _means.Zip(now, (m, v) => (float)(Memory * m + (1 - Memory) * v))];
        }

        if (_config.HeldOutEverySteps > 0 && (step.Index + 1) % _config.HeldOutEverySteps == 0)
            _onTheWay?.Invoke(step.Index + 1);
    }

    /// <inheritdoc/>
    public void End()
    {
    }

    /// <inheritdoc/>
    public object Line(LoopLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        double total = _means.Sum();
        return new
        {
            step = line.Step,
            seconds = line.Seconds,
            bits = Math.Round(total, 2),
            latent_bits = _means.Skip(1).Select(b => Math.Round(b, 2)),
            bits_per_dim = Math.Round(total / (_config.Spec.Side * _config.Spec.Side), 4),
            lr = _config.LearningRate * line.Share,
            skipped = Learner.Skipped,
        };
    }

    /// <inheritdoc/>
    public void Saved(long step, double seconds)
    {
        // Weights for a file need statistics of many batches: they are made at the end.
    }

    /// <summary>A network of the averaged weights, ready to measure.</summary>
    public VlaeNetwork Averaged()
    {
        VlaeNetwork net = _config.CreateNetwork();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        Learner.CopyAverage(net);
        BatchStatistics[] statistics = [.. net.Chains.SelectMany(c => c.Layers).Select(l => l.Batch).OfType<BatchStatistics>()];
        foreach (BatchStatistics layer in statistics)
            layer.CountAnew();
        torch.manual_seed(unchecked((long)_config.Seed));
        using var garbage = new GarbageBetweenSteps();
        for (int i = 0; i < StatisticsBatches && statistics.Length > 0; i++)
        {
            garbage.Collect();
            using DisposeScope batch = torch.NewDisposeScope();
            var random = new CounterRandom(_config.Seed, CounterRandom.Stream.Statistics, i);
            VlaeCost.Of(net, _pictures.Batch(random, _config.Batch), torch.arange(1), like => torch.rand_like(like));
        }

        net.eval();
        return net;
    }

    /// <inheritdoc/>
    public void Dispose() => Learner.Dispose();

    /// <summary>Learns from the cost of pictures in bits.</summary>
    internal bool Learn(torch.Tensor loss, double learningRate, double emaDecay)
        => Learner.Learn(loss * (1 / LossScale), learningRate, emaDecay);
}
