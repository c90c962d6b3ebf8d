using System.Text.Json.Serialization;
using TorchSharp;
using VaeCodec.Train.Data;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Vlae;

namespace VaeCodec.Train.Lab;

/// <summary>What came of a run with a price for each group of latents.</summary>
/// <param name="Betas">The prices, top first.</param>
/// <param name="Seed">Of the run.</param>
/// <param name="Measure">Bits of the test pictures.</param>
/// <param name="Groups">What probes find in each group, top first.</param>
internal sealed record BetaPoint(
    [property: JsonPropertyName("betas")] IReadOnlyList<double> Betas,
    [property: JsonPropertyName("seed")] ulong Seed,
    [property: JsonPropertyName("test")] VlaeMeasure Measure,
    [property: JsonPropertyName("groups")] IReadOnlyList<ProbedGroup> Groups);

/// <summary>What probes find in a group of latents.</summary>
/// <param name="Rate">Nats of this group and those above it: an upper bound of what its latents tell of the picture.</param>
/// <param name="Bound">Accuracy that they allow, by <see cref="InformationBound"/>.</param>
/// <param name="Accuracies">Of the probes.</param>
internal sealed record ProbedGroup(
    [property: JsonPropertyName("rate_nats")] double Rate,
    [property: JsonPropertyName("bound")] double Bound,
    [property: JsonPropertyName("accuracies")] IReadOnlyDictionary<string, double> Accuracies);

/// <summary>The trade between the latents of a hierarchical VAE (Xiao and Bamler 2023, section 5): runs over a grid of prices, and what
/// samples of their latents tell of the class.</summary>
/// <param name="config">Of two groups; its prices, seed and folder are replaced, and no bits are free.</param>
internal sealed class BetaGrid(VlaeConfig config)
{
    private const int ProbePictures = 10000, Batch = 500, Seed = 4;

    /// <summary>The points of a grid.</summary>
    /// <param name="prices">Of either group.</param>
    /// <param name="seeds">How many runs of each pair, from the config's seed on.</param>
    /// <param name="cancellationToken">Takes effect between steps.</param>
    public IEnumerable<BetaPoint> Run(IReadOnlyList<double> prices, int seeds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prices);
        bool binary = config.Spec.Pixels.Values == 2;
        using torch.Tensor pictures = SmallPictures.Read(config.Data, config.PictureSet, test: false, binary),
            test = SmallPictures.Read(config.Data, config.PictureSet, test: true, binary);
        byte[] classes = Labels(test: false, pictures), testClasses = Labels(test: true, test);
        foreach (double top in prices)
        {
            foreach (double below in prices)
            {
                for (int i = 0; i < seeds; i++)
                {
                    ulong seed = config.Seed + (ulong)i;
                    VlaeConfig one = config with
                    {
                        Betas = [top, below],
                        FreeBits = [],
                        Seed = seed,
                        Out = Path.Combine(config.Out, FormattableString.Invariant($"{top}-{below}-{seed}")),
                    };
                    yield return Point(one, pictures, classes, test, testClasses, cancellationToken);
                }
            }
        }
    }

    private byte[] Labels(bool test, torch.Tensor pictures)
    {
        string path = Path.Combine(config.Data, config.PictureSet.LabelsOf(test));
        if (!File.Exists(path))
            throw new InvalidDataException($"the classes of '{config.Pictures}' are not known: there is no '{path}'");
        byte[] labels = IdxFile.Read(path);
        return labels.Length == pictures.shape[0] ? labels
            : throw new InvalidDataException($"'{path}' is of {labels.Length} pictures; there are {pictures.shape[0]}");
    }

    private static BetaPoint Point(VlaeConfig config, torch.Tensor pictures, byte[] classes, torch.Tensor test, byte[] testClasses,
        CancellationToken cancellationToken)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var split = new VlaePictures(pictures, config.Flips);
        using var trainer = new VlaeTrainer(config, split);
        trainer.Loop.Run(cancellationToken: cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        using VlaeNetwork net = trainer.Averaged();
        var measure = VlaeMeasure.Of(net, test, cancellationToken: cancellationToken);
        int count = Math.Min(ProbePictures, classes.Length), most = classes.Concat(testClasses).Max() + 1;
        IReadOnlyList<torch.Tensor> training = Samples(net, pictures.narrow(0, 0, count)), tested = Samples(net, test);
        int[] counts = [.. Enumerable.Range(0, most).Select(c => testClasses.Count(other => other == c))];
        double nats = 0;
        var groups = new List<ProbedGroup>();
        for (int g = 0; g < training.Count; g++)
        {
            nats += measure.Groups[g] * Math.Log(2);
            var data = new ProbeData(training[g], Numbers(classes.AsSpan(0, count)), tested[g], Numbers(testClasses), most);
            groups.Add(new(nats, InformationBound.Accuracy(nats, counts), Probe.Accuracies(data)));
        }

        return new(config.Betas, config.Seed, measure, groups);

        static torch.Tensor Numbers(ReadOnlySpan<byte> values) => torch.tensor(Array.ConvertAll(values.ToArray(), v => (long)v));
    }

    // A sample of each picture's latents, [N, latents] for each group: a mean would tell more than the rate pays for.
    private static IReadOnlyList<torch.Tensor> Samples(VlaeNetwork net, torch.Tensor pictures)
    {
        using IDisposable guard = torch.no_grad();
        torch.manual_seed(Seed);
        using var garbage = new GarbageBetweenSteps();
        var parts = net.Spec.Groups.Select(_ => new List<torch.Tensor>()).ToList();
        for (long at = 0; at < pictures.shape[0]; at += Batch)
        {
            garbage.Collect();
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor x = VlaeNetwork.Values(pictures.narrow(0, at, Math.Min(Batch, pictures.shape[0] - at)));
            IReadOnlyList<LatentGroup> groups = net.Latents(net.Encode(x), q => LogisticLatents.Draw(q, like => torch.rand_like(like)));
            foreach ((int g, LatentGroup group) in groups.Index())
                parts[g].Add(group.Z.MoveToOuterDisposeScope());
        }

        return [.. parts.Select(some => torch.cat(some, 0))];
    }
}
