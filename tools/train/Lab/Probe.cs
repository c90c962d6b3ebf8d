using TorchSharp;
using VaeCodec.Train.Torch;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Lab;

/// <summary>Classifiers that show what latents tell of the class of a picture (Xiao and Bamler 2023, section 5.3): logistic regression,
/// support vector machines with a linear and with an RBF kernel, and the five nearest neighbours.</summary>
internal static class Probe
{
    private const int Steps = 400, Neighbours = 5, Features = 1000, Seed = 6;
    private const double LearningRate = 0.05, Decay = 1e-4;

    // Of random features: of about a latent's size, for the learning rate and the decay of all probes.
    private const double FeatureScale = 0.5;

    /// <summary>The probes by their names; each gives the classes of test latents.</summary>
    public static IReadOnlyDictionary<string, Func<ProbeData, torch.Tensor>> All { get; }
        = new Dictionary<string, Func<ProbeData, torch.Tensor>>
        {
            ["logistic"] = data => Linear(data, (scores, classes) => functional.cross_entropy(scores, classes)),
            ["linear_svm"] = data => Linear(data, Margins),
            ["rbf_svm"] = data => Linear(data.Mapped(RandomFeatures(data)), Margins),
            ["knn"] = Nearest,
        };

    /// <summary>Shares of the test pictures that the probes get right.</summary>
    public static IReadOnlyDictionary<string, double> Accuracies(ProbeData data)
        => All.ToDictionary(probe => probe.Key, probe =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.manual_seed(Seed);
            return (double)probe.Value(data.Normalised()).eq(data.TestClasses).@float().mean().Value();
        });

    // Squared hinge loss, each class against the rest.
    private static torch.Tensor Margins(torch.Tensor scores, torch.Tensor classes)
    {
        torch.Tensor signs = (functional.one_hot(classes, scores.shape[1]).@float() * 2.0) - 1.0;
        return functional.relu(1.0 - (scores * signs)).square().sum([1L]).mean();
    }

    private static torch.Tensor Linear(ProbeData data, Func<torch.Tensor, torch.Tensor, torch.Tensor> loss)
    {
        using var layer = torch.nn.Linear(data.Training.shape[1], data.Classes);
        using var adam = torch.optim.Adam(layer.parameters(), LearningRate, weight_decay: Decay);
        using var garbage = new GarbageBetweenSteps();
        for (int step = 0; step < Steps; step++)
        {
            garbage.Collect();
            using DisposeScope scope = torch.NewDisposeScope();
            adam.zero_grad();
            loss(layer.call(data.Training), data.TrainingClasses).backward();
            adam.step();
        }

        using IDisposable guard = torch.no_grad();
        return layer.call(data.Test).argmax(1);
    }

    // Their scalar products are near a multiple of exp(-|a - b|^2 / (2 dimensions)), of normalised latents (Rahimi and Recht 2007, Random
    // Features for Large-Scale Kernel Machines).
    private static Func<torch.Tensor, torch.Tensor> RandomFeatures(ProbeData data)
    {
        long dimensions = data.Training.shape[1];
        torch.Tensor frequencies = torch.randn(dimensions, Features) * (1 / Math.Sqrt(dimensions));
        torch.Tensor phases = torch.rand(Features) * (2 * Math.PI);
        return latents => (latents.matmul(frequencies) + phases).cos() * FeatureScale;
    }

    private static torch.Tensor Nearest(ProbeData data)
    {
        const int Batch = 500;
        var found = new List<torch.Tensor>();
        for (long at = 0; at < data.Test.shape[0]; at += Batch)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor some = data.Test.narrow(0, at, Math.Min(Batch, data.Test.shape[0] - at));
            torch.Tensor nearest = torch.cdist(some, data.Training).topk(Neighbours, 1, largest: false).indexes;
            torch.Tensor votes = functional.one_hot(data.TrainingClasses.index_select(0, nearest.flatten()), data.Classes)
                .reshape(some.shape[0], Neighbours, data.Classes).sum([1L]);
            found.Add(votes.argmax(1).MoveToOuterDisposeScope());
        }

        return torch.cat(found, 0);
    }
}

/// <summary>Latents and the classes of their pictures.</summary>
/// <param name="Training">To learn from, [N, latents].</param>
/// <param name="TrainingClasses">[N].</param>
/// <param name="Test">[M, latents].</param>
/// <param name="TestClasses">[M].</param>
/// <param name="Classes">How many there are.</param>
internal sealed record ProbeData(torch.Tensor Training, torch.Tensor TrainingClasses, torch.Tensor Test, torch.Tensor TestClasses,
    int Classes)
{
    /// <summary>The same by other features of the latents.</summary>
    public ProbeData Mapped(Func<torch.Tensor, torch.Tensor> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return this with { Training = map(Training), Test = map(Test) };
    }

    /// <summary>The same with a mean of 0 and a deviation of 1 over <see cref="Training"/>.</summary>
    public ProbeData Normalised()
    {
        torch.Tensor mean = Training.mean([0L]), deviation = Training.std(0).clamp_min((Scalar)1e-6);
        return Mapped(latents => (latents - mean) / deviation);
    }
}
