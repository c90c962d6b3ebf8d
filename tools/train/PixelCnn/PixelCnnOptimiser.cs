using TorchSharp;
using TorchSharp.Modules;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.PixelCnn;

/// <summary>Muon for the matrices of the hidden layers, Adam for the rest; the linear path, which starts at its optimum and acts on the
/// means directly, in small steps.</summary>
internal sealed class PixelCnnOptimiser : IDisposable
{
    private const double Beta1 = 0.9, Beta2 = 0.99;
    private static readonly string[] s_hidden = ["first", "deep", "head"];

    // Of the learning rate, by what a parameter's name begins with.
    private static readonly Dictionary<string, double> s_factors = new() { ["linear"] = 0.1, ["linear_rate"] = 0.1, ["out"] = 0.3 };

    private readonly (string Name, Parameter Value)[] _matrices;
    private readonly Muon _muon;
    private readonly List<(double Factor, (string Name, Parameter Value)[] Members, FlatAdam Adam)> _groups = [];

    /// <summary>Moments start at zero.</summary>
    public PixelCnnOptimiser(PixelCnnNetwork net)
    {
        ArgumentNullException.ThrowIfNull(net);
        (string Name, Parameter Value)[] all = [.. net.named_parameters().Select(p => (p.name, p.parameter))];
        _matrices = [.. all.Where(p => IsHidden(p.Name))];
        _muon = new(_matrices.Select(p => p.Value), 0);
        foreach (IGrouping<double, (string Name, Parameter Value)> group in all.Where(p => !IsHidden(p.Name))
            .GroupBy(p => s_factors.GetValueOrDefault(p.Name.Split('.')[0], 1)))
            _groups.Add((group.Key, [.. group], new(group.Select(p => p.Value), 0, Beta1, Beta2)));
    }

    /// <summary>Steps taken.</summary>
    public long Steps
    {
        get => _groups[0].Adam.Steps;
        set => _groups.ForEach(g => g.Adam.Steps = value);
    }

    /// <summary>Everything that has to be saved beside <see cref="Steps"/>.</summary>
    public IEnumerable<(string Name, torch.Tensor Tensor)> State
        => _matrices.Zip(_muon.Momenta, (p, m) => ($"momentum/{p.Name}", m))
            .Concat(_groups.SelectMany(g => g.Members.Zip(g.Adam.FirstMoments, (p, m) => ($"first_moment/{p.Name}", m))))
            .Concat(_groups.SelectMany(g => g.Members.Zip(g.Adam.SecondMoments, (p, m) => ($"second_moment/{p.Name}", m))));

    /// <summary>Moves the parameters against their gradients.</summary>
    public void Step(double learningRate)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        foreach ((double factor, (string Name, Parameter Value)[] members, FlatAdam adam) in _groups)
        {
            adam.LearningRate = learningRate * factor;
            adam.Step(Array.ConvertAll(members, p => p.Value.grad!));
        }

        _muon.LearningRate = learningRate;
        _muon.Step(Array.ConvertAll(_matrices, p => p.Value.grad!));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _muon.Dispose();
        _groups.ForEach(g => g.Adam.Dispose());
    }

    private static bool IsHidden(string name)
        => name.EndsWith(".weight", StringComparison.Ordinal) && s_hidden.Contains(name.Split('.')[0]);
}
