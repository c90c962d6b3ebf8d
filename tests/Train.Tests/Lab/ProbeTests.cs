using TorchSharp;
using VaeCodec.Train.Lab;
using VaeCodec.Train.Tests.Support;

namespace VaeCodec.Train.Tests.Lab;

public sealed class ProbeTests
{
    private const int Classes = 3, Each = 100;

    [Fact]
    public void EveryProbeFindsClassesThatAreApart()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        IReadOnlyDictionary<string, double> found = Probe.Accuracies(Clusters(distance: 8));
        Assert.Equal(["knn", "linear_svm", "logistic", "rbf_svm"], found.Keys.Order(StringComparer.Ordinal));
        Assert.All(found, probe => Assert.True(probe.Value > 0.97, $"{probe.Key}: {probe.Value}"));
    }

    [Fact]
    public void NoProbeFindsWhatIsNotThere()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        Assert.All(Probe.Accuracies(Clusters(distance: 0)), probe => Assert.InRange(probe.Value, 0.15, 0.55));
    }

    [Fact]
    public void KernelsAndNeighboursFindARingThatNoLineCuts()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.manual_seed(8);
        torch.Tensor classes = torch.arange(2 * Each).remainder(2), angles = torch.rand(2 * Each) * (2 * Math.PI);
        torch.Tensor radius = 1.0 + (classes.@float() * 3.0) + (torch.randn(2 * Each) * 0.1);
        torch.Tensor latents = torch.stack([radius * angles.cos(), radius * angles.sin()], 1);
        ProbeData data = new(latents.narrow(0, 0, Each), classes.narrow(0, 0, Each), latents.narrow(0, Each, Each),
            classes.narrow(0, Each, Each), 2);
        IReadOnlyDictionary<string, double> found = Probe.Accuracies(data);
        Assert.True(found["rbf_svm"] > 0.95, $"{found["rbf_svm"]}");
        Assert.True(found["knn"] > 0.95, $"{found["knn"]}");
        Assert.True(found["logistic"] < 0.8, $"{found["logistic"]}");
    }

    [Fact]
    public void TheBoundIsWhatInformationAllows()
    {
        int[] even = [50, 50, 50, 50];
        Assert.Equal(0.25, InformationBound.Accuracy(0, even), 6);
        Assert.Equal(1, InformationBound.Accuracy(Math.Log(4), even));
        // A channel that is right 3 times in 4, and else shows any of the others.
        double nats = Math.Log(4) + (0.75 * Math.Log(0.75)) + (0.25 * Math.Log(0.25 / 3));
        Assert.Equal(0.75, InformationBound.Accuracy(nats, even), 6);
        Assert.Equal(0.8, InformationBound.Accuracy(0, [80, 20]), 6);
        Assert.Equal(0.75, InformationBound.Accuracy(nats, [0, .. even]), 6); // a class that does not occur
    }

    private static ProbeData Clusters(double distance)
    {
        torch.manual_seed(7);
        int count = Classes * Each;
        torch.Tensor classes = torch.arange(2 * count).remainder(Classes);
        torch.Tensor centres = torch.eye(Classes, 4) * distance;
        torch.Tensor latents = centres.index_select(0, classes) + torch.randn(2 * count, 4);
        return new(latents.narrow(0, 0, count), classes.narrow(0, 0, count), latents.narrow(0, count, count),
            classes.narrow(0, count, count), Classes);
    }
}
