using TorchSharp;
using TorchSharp.Modules;
using VaeCodec.Train.Loop;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.PixelCnn;

/// <summary>Muon for the matrices of the hidden layers, Adam for the rest; the linear path, which starts at its optimum and acts on the
/// means directly, in small steps.</summary>
internal sealed class PixelCnnOptimiser : IModuleOptimiser
{
    private static readonly string[] s_hidden = ["first", "deep", "head"];

    // Of the learning rate, by what a parameter's name begins with.
    private static readonly Dictionary<string, double> s_factors = new() { ["linear"] = 0.1, ["linear_rate"] = 0.1, ["out"] = 0.3 };

    private readonly (string Name, Parameter Value)[] _matrices;
    private readonly Muon _muon;
    private readonly GroupedAdam _adam;

    /// <summary>Moments start at zero.</summary>
    public PixelCnnOptimiser(PixelCnnNetwork net)
    {
        ArgumentNullException.ThrowIfNull(net);
        (string Name, Parameter Value)[] all = [.. net.named_parameters().Select(p => (p.name, p.parameter))];
        _matrices = [.. all.Where(p => IsHidden(p.Name))];
        _muon = new(_matrices.Select(p => p.Value), 0);
        _adam = new(all.Where(p => !IsHidden(p.Name)), Factor);
    }

    /// <inheritdoc/>
    public long Steps
    {
        get => _adam.Steps;
        set => _adam.Steps = value;
    }

    /// <inheritdoc/>
    public IEnumerable<(string Name, torch.Tensor Tensor)> State
        => _matrices.Zip(_muon.Momenta, (p, m) => ($"momentum/{p.Name}", m)).Concat(_adam.State);

    /// <inheritdoc/>
    public void Step(double learningRate)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        _adam.Step(learningRate);
        _muon.LearningRate = learningRate;
        _muon.Step(Array.ConvertAll(_matrices, p => p.Value.grad!));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _muon.Dispose();
        _adam.Dispose();
    }

    /// <summary>Of the learning rate, by a parameter's name in a <see cref="PixelCnnNetwork"/>.</summary>
    internal static double Factor(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return s_factors.GetValueOrDefault(name.Split('.')[0], 1);
    }

    private static bool IsHidden(string name)
        => name.EndsWith(".weight", StringComparison.Ordinal) && s_hidden.Contains(name.Split('.')[0]);
}
