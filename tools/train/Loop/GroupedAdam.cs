using TorchSharp;
using TorchSharp.Modules;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Loop;

/// <summary>Adam for named parameters, some of which take smaller steps.</summary>
internal sealed class GroupedAdam : IModuleOptimiser
{
    private const double Beta1 = 0.9, Beta2 = 0.99;
    private readonly List<(double Factor, (string Name, Parameter Value)[] Members, FlatAdam Adam)> _groups;

    /// <summary>Moments start at zero.</summary>
    /// <param name="parameters">What is stepped.</param>
    /// <param name="factor">Of the learning rate, by a parameter's name; null: 1 for all.</param>
    public GroupedAdam(IEnumerable<(string Name, Parameter Value)> parameters, Func<string, double>? factor = null)
        => _groups = [.. parameters.GroupBy(p => factor?.Invoke(p.Name) ?? 1)
            .Select(g => (g.Key, g.ToArray(), new FlatAdam(g.Select(p => p.Value), 0, Beta1, Beta2)))];

    /// <inheritdoc/>
    public long Steps
    {
        get => _groups[0].Adam.Steps;
        set => _groups.ForEach(g => g.Adam.Steps = value);
    }

    /// <inheritdoc/>
    public IEnumerable<(string Name, torch.Tensor Tensor)> State
        => _groups.SelectMany(g => g.Members.Zip(g.Adam.FirstMoments, (p, m) => ($"first_moment/{p.Name}", m)))
            .Concat(_groups.SelectMany(g => g.Members.Zip(g.Adam.SecondMoments, (p, m) => ($"second_moment/{p.Name}", m))));

    /// <inheritdoc/>
    public void Step(double learningRate)
    {
        foreach ((double factor, (string Name, Parameter Value)[] members, FlatAdam adam) in _groups)
        {
            adam.LearningRate = learningRate * factor;
            adam.Step(Array.ConvertAll(members, p => p.Value.grad!));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _groups.ForEach(g => g.Adam.Dispose());
}
