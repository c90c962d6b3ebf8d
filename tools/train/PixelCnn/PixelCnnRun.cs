using System.Globalization;
using TorchSharp;
using VaeCodec.Train.Data;
using VaeCodec.Train.Loop;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.PixelCnn;

/// <summary>A pixel network in training.</summary>
internal sealed class PixelCnnRun : ITrainee
{
    private const double LargestGradient = 1, LossDecay = 0.99;
    private readonly PixelCnnConfig _config;
    private readonly PixelPatches _patches;
    private readonly Action<long, double> _saved;
    private float _loss = float.NaN;

    /// <summary>Random parameters of the config's seed.</summary>
    /// <param name="config">Checked.</param>
    /// <param name="patches">To learn from.</param>
    /// <param name="saved">Called with steps and seconds after a state was saved.</param>
    public PixelCnnRun(PixelCnnConfig config, PixelPatches patches, Action<long, double> saved)
    {
        ArgumentNullException.ThrowIfNull(config);
        (_config, _patches, _saved) = (config, patches, saved);
        torch.manual_seed(unchecked((long)config.Seed));
        Network = new(config.Spec) { Bf16 = config.UsesBf16 };
        Learner = new(Network, new PixelCnnOptimiser(Network), LargestGradient);
    }

    /// <summary>The network.</summary>
    public PixelCnnNetwork Network { get; }

    /// <summary>Moves its weights.</summary>
    public ModuleLearner Learner { get; }

    /// <summary>Bits per pixel, a running mean; null before the first step.</summary>
    public double? Loss => float.IsNaN(_loss) ? null : _loss;

    /// <inheritdoc/>
    public IEnumerable<StateEntry> State
        => Learner.State.Append(StateEntry.Of("centre", Network.Centre)).Append(StateEntry.Of("whiten", Network.Whiten))
            .Append(StateEntry.Of("loss", () => [_loss], values => _loss = values[0]));

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Identity => new Dictionary<string, string>
    {
        ["spec"] = _config.Spec.ToJson(),
        ["seed"] = _config.Seed.ToString(CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Counters
    {
        get => Learner.Counters;
        set => Learner.Counters = value;
    }

    /// <inheritdoc/>
    public string Summary => string.Create(CultureInfo.InvariantCulture, $"{Loss:F4} bits per pixel");

    /// <inheritdoc/>
    public void Begin(long step)
    {
    }

    /// <inheritdoc/>
    public void Take(LoopStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        PixelBatch batch = _patches.Draw(new(_config.Seed, CounterRandom.Stream.Batch, step.Index), _config.Batch);
        if (Learn(batch, _config.LearningRate * step.Share, _config.Schedule.EmaDecay(step.Index + 1)) is { } loss)
            _loss = float.IsNaN(_loss) ? loss : (float)(LossDecay * _loss + (1 - LossDecay) * loss);
    }

    /// <inheritdoc/>
    public void End()
    {
    }

    /// <inheritdoc/>
    public object Line(LoopLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return new
        {
            step = line.Step,
            seconds = line.Seconds,
            megapixels = Math.Round(_config.Megapixels(line.Step), 2),
            loss = Loss is { } loss ? Math.Round(loss, 4) : (double?)null,
            lr = _config.LearningRate * line.Share,
            skipped = Learner.Skipped,
        };
    }

    /// <inheritdoc/>
    public void Saved(long step, double seconds) => _saved(step, seconds);

    /// <inheritdoc/>
    public void Dispose() => Learner.Dispose();

    /// <summary>Learns from a batch.</summary>
    /// <returns>Bits per pixel; null where the gradient was not finite, and nothing was done.</returns>
    internal float? Learn(PixelBatch batch, double learningRate, double emaDecay)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor loss = Network.Bits(batch).sum([1L]).mean();
        return Learner.Learn(loss, learningRate, emaDecay) ? loss.Value() : null;
    }
}
