using System.Globalization;
using TorchSharp;
using VaeCodec.Train.Data;
using VaeCodec.Train.Loop;
using VaeCodec.Train.PixelCnn;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Window;

/// <summary>A network of the window study in training. Half of the crops pay for latents what they cost, the others 1/16 to 4 times
/// that.</summary>
internal sealed class WindowRun : ITrainee
{
    private const double LargestGradient = 2, Memory = 0.98, LowestPrice = -2, PriceRange = 3;
    private const int StartCrops = 64, StartPixels = 400, Pixels = 384;
    private readonly WindowConfig _config;
    private readonly WindowCrops _crops;
    private float[] _means = [float.NaN, float.NaN];

    /// <summary>A network with its starting weights.</summary>
    /// <param name="config">Checked.</param>
    /// <param name="crops">To learn from.</param>
    public WindowRun(WindowConfig config, WindowCrops crops)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(crops);
        (_config, _crops) = (config, crops);
        torch.manual_seed(unchecked((long)config.Seed));
        Network = new(config.Window, config.UsesBf16);
        var random = new CounterRandom(config.Seed, CounterRandom.Stream.Klt, 0);
        using (torch.NewDisposeScope())
        {
            torch.Tensor known = crops.Draw(random, StartCrops);
            WindowStart.Apply(Network, known, crops.Border, Places(), Places());
        }

        Learner = new(Network, new GroupedAdam(Network.named_parameters().Select(p => (p.name, p.parameter)), Factor), LargestGradient);

        torch.Tensor Places() => torch.tensor([.. Enumerable.Range(0, StartPixels).Select(_ => (long)random.NextInt(crops.Crop))]);
    }

    /// <summary>The network.</summary>
    public WindowVae Network { get; }

    /// <summary>Moves its weights.</summary>
    public ModuleLearner Learner { get; }

    /// <inheritdoc/>
    public IEnumerable<StateEntry> State
        => Learner.State.Append(StateEntry.Of("centre", Network.Pixels.Centre)).Append(StateEntry.Of("whiten", Network.Pixels.Whiten))
            .Append(StateEntry.Of("means", () => _means, values => _means = values));

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Identity => new Dictionary<string, string>
    {
        ["spec"] = WindowVae.SpecOf(_config.Window).ToJson(),
        ["seed"] = _config.Seed.ToString(CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Counters
    {
        get => Learner.Counters;
        set => Learner.Counters = value;
    }

    /// <inheritdoc/>
    public string Summary => string.Create(CultureInfo.InvariantCulture, $"{_means.Sum():F4} bits per pixel");

    /// <inheritdoc/>
    public void Begin(long step)
    {
    }

    /// <inheritdoc/>
    public void Take(LoopStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var random = new CounterRandom(_config.Seed, CounterRandom.Stream.Batch, step.Index);
        torch.Tensor known = _crops.Draw(random, _config.Batch);
        (torch.Tensor rows, torch.Tensor columns) = Places(random);
        float[] prices = [.. Enumerable.Range(0, _config.Batch).Select(_
            => random.NextDouble() < 0.5 ? 0 : (float)(LowestPrice + PriceRange * random.NextDouble()))];
        torch.manual_seed(unchecked((long)CounterRandom.Key(_config.Seed, CounterRandom.Stream.Noise, step.Index)));
        torch.Tensor price = TensorValues.Tensor(prices, prices.Length);
        (torch.Tensor colours, torch.Tensor latents) = Network.Cost(known, _crops.Border, price, rows, columns,
            like => torch.rand_like(like));
        torch.Tensor pixels = colours.sum([1L]);
        torch.Tensor loss = (pixels + (price * 2.0).exp2() * latents).mean();
        if (Learner.Learn(loss, _config.LearningRate * step.Share, _config.Schedule.EmaDecay(step.Index + 1)))
            Account(prices, latents.Values(), pixels.Values());
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
            latents = LoopLine.Rounded(_means[0], 4),
            pixels = LoopLine.Rounded(_means[1], 4),
            total = LoopLine.Rounded(_means.Sum(), 4),
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

    // Of those crops that pay what latents cost.
    private void Account(float[] prices, float[] latents, float[] pixels)
    {
        int[] exact = [.. Enumerable.Range(0, prices.Length).Where(i => prices[i] == 0)];
        if (exact.Length == 0)
            return;
        float[] now = [exact.Average(i => latents[i]), exact.Average(i => pixels[i])];
        _means = float.IsNaN(_means[0]) ? now : [.. _means.Zip(now, (m, v) => (float)(Memory * m + (1 - Memory) * v))];
    }

    // Different pixels of a crop.
    private (torch.Tensor Rows, torch.Tensor Columns) Places(CounterRandom random)
    {
        int side = _crops.Crop, count = Math.Min(Pixels, side * side);
        int[] all = [.. Enumerable.Range(0, side * side)];
        for (int i = 0; i < count; i++)
        {
            int other = i + random.NextInt(all.Length - i);
            (all[i], all[other]) = (all[other], all[i]);
        }

        return (torch.tensor([.. all.Take(count).Select(p => (long)(p / side))]), torch.tensor([.. all.Take(count).Select(p
            => (long)(p % side))]));
    }

    private static double Factor(string name)
    {
        const string PixelNetwork = "pixels.";
        return name.StartsWith(PixelNetwork, StringComparison.Ordinal) ? PixelCnnOptimiser.Factor(name[PixelNetwork.Length..]) : 1;
    }
}
