using System.Globalization;
using TorchSharp;
using VaeCodec.Train.Data;
using VaeCodec.Train.Loop;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Window;

namespace VaeCodec.Train.Vq;

/// <summary>A VQ-VAE in training, and the prior of its codes with it. In the first half of a run, codes that nothing has been near to for
/// some steps begin anew as what the encoder makes of a picture (Dhariwal et al. 2020, Jukebox, arXiv:2005.00341, section 3): without
/// that, few remain in use.</summary>
internal sealed class VqRun : ITrainee
{
    private const double LargestGradient = 2, Memory = 0.98;
    private const int StartPictures = 64;
    private const double LastRestart = 0.5;

    private readonly VqConfig _config;
    private readonly WindowCrops _crops;
    private float[] _means = [float.NaN, float.NaN], _lastUsed;

    /// <summary>A network with its starting weights; its codebook begins as some of what the encoder makes of pictures.</summary>
    /// <param name="config">Checked.</param>
    /// <param name="crops">To learn from.</param>
    public VqRun(VqConfig config, WindowCrops crops)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(crops);
        (_config, _crops) = (config, crops);
        torch.manual_seed(unchecked((long)config.Seed));
        Network = new(config);
        using (torch.NewDisposeScope())
        using (torch.no_grad())
        {
            var random = new CounterRandom(config.Seed, CounterRandom.Stream.Klt, 0);
            torch.Tensor encoded = Network.Encode(VqUnits.Pictures(crops.Draw(random, StartPictures)));
            Network.Codebook.copy_(Some(encoded, config.Codes, random));
        }

        _lastUsed = new float[config.Codes];
        Learner = new(Network, new GroupedAdam(Network.named_parameters().Select(p => (p.name, p.parameter))), LargestGradient);
    }

    /// <summary>The network.</summary>
    public VqNetwork Network { get; }

    /// <summary>Moves its weights.</summary>
    public ModuleLearner Learner { get; }

    /// <inheritdoc/>
    public IEnumerable<StateEntry> State => Learner.State.Append(StateEntry.Of("means", () => _means, values => _means = values))
        .Append(StateEntry.Of("last_used", () => _lastUsed, values => _lastUsed = values));

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Identity => new Dictionary<string, string>
    {
        ["network_and_pictures"] = string.Create(CultureInfo.InvariantCulture,
            $"{_config.Pictures} {_config.Codes} {_config.Dimensions} {_config.Halvings} {_config.Hidden} {_config.PriorLayers}"),
        ["seed"] = _config.Seed.ToString(CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Counters
    {
        get => Learner.Counters;
        set => Learner.Counters = value;
    }

    /// <inheritdoc/>
    public string Summary
        => string.Create(CultureInfo.InvariantCulture, $"{VqUnits.Decibel(_means[0]):F2} dB, {_means[1]:F3} bits per code");

    /// <inheritdoc/>
    public void Begin(long step)
    {
    }

    /// <inheritdoc/>
    public void Take(LoopStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var random = new CounterRandom(_config.Seed, CounterRandom.Stream.Batch, step.Index);
        VqCost cost = VqCost.Of(Network, VqUnits.Pictures(_crops.Draw(random, _config.Batch)));
        torch.Tensor loss = cost.Error + cost.Codebook + (cost.Commitment * _config.Commitment) + cost.Prior;
        if (!Learner.Learn(loss, _config.LearningRate * step.Share, _config.Schedule.EmaDecay(step.Index + 1)))
            return;
        foreach (long code in cost.Codes.data<long>().ToArray())
            _lastUsed[code] = step.Index;
        if (step.Fraction < LastRestart)
            Restart(step.Index, cost.Encoded, random);
        float[] now = [cost.Error.Value(), cost.Prior.Value() / MathF.Log(2)];
        _means = float.IsNaN(_means[0]) ? now : [.. _means.Zip(now, (m, v) => (float)((Memory * m) + ((1 - Memory) * v)))];
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
            psnr = LoopLine.Rounded(VqUnits.Decibel(_means[0]), 3),
            bits_per_code = LoopLine.Rounded(_means[1], 4),
            lr = _config.LearningRate * line.Share,
            skipped = Learner.Skipped,
        };
    }

    /// <inheritdoc/>
    public void Saved(long step, double seconds)
    {
        // There is no weight file: the codec has no such network.
    }

    /// <inheritdoc/>
    public void Dispose() => Learner.Dispose();

    private void Restart(long step, torch.Tensor encoded, CounterRandom random)
    {
        long[] unused = [.. Enumerable.Range(0, _lastUsed.Length).Where(code => step - _lastUsed[code] >= _config.RestartAfter)
            .Select(code => (long)code)];
        if (unused.Length == 0)
            return;
        using IDisposable guard = torch.no_grad();
        Network.Codebook.index_copy_(0, torch.tensor(unused), Some(encoded, unused.Length, random));
        foreach (long code in unused)
            _lastUsed[code] = step;
    }

    // Random positions of what was encoded, [count, dimensions].
    private static torch.Tensor Some(torch.Tensor encoded, int count, CounterRandom random)
    {
        torch.Tensor flat = encoded.permute(0, 2, 3, 1).flatten(0, 2);
        long[] places = [.. Enumerable.Range(0, count).Select(_ => (long)random.NextInt((int)flat.shape[0]))];
        return flat.index_select(0, torch.tensor(places));
    }
}
