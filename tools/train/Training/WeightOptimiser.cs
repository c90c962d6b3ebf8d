using TorchSharp;
using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Network;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Training;

/// <summary>Steps the weights: Adam for all of them, or Muon for the convolutions between the first and the last and Adam for the
/// rest.</summary>
internal sealed class WeightOptimiser : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.99;
    private readonly TrainConfig _config;
    private readonly (string Name, int[] Shape)[] _parameters;
    private readonly int[] _matrices;
    private readonly int[] _others;
    private readonly Muon _muon;
    private readonly FlatAdam _adam;
    private readonly TorchParameters? _shares;

    /// <summary>Moments start at zero.</summary>
    /// <param name="parameters">Of the network.</param>
    /// <param name="config">Says how to learn.</param>
    /// <param name="shares">Of a step, for every value of every parameter; taken over. Null for 1.</param>
    public WeightOptimiser(TorchParameters parameters, TrainConfig config, TorchParameters? shares = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(config);
        (_config, _shares) = (config, shares);
        _parameters = [.. parameters.Network.Parameters];
        bool muon = config.Optimiser == TrainConfig.Muon;
        ILookup<bool, int> sides = Enumerable.Range(0, _parameters.Length)
            .ToLookup(i => muon && IsHidden(_parameters[i].Name, _parameters[i].Shape));
        (_matrices, _others) = ([.. sides[true]], [.. sides[false]]);
        _muon = new(_matrices.Select(i => parameters.Tensors[i]), 0, shares: Of(_matrices));
        _adam = new(_others.Select(i => parameters.Tensors[i]), 0, Beta1, Beta2, shares: Of(_others));

        torch.Tensor[]? Of(int[] indices) => shares is null ? null : Array.ConvertAll(indices, i => shares.Tensors[i]);
    }

    /// <summary>Steps taken.</summary>
    public long Steps
    {
        get => _adam.Steps;
        set => _adam.Steps = value;
    }

    /// <summary>Everything that has to be saved beside <see cref="Steps"/>; each tensor under the name of its kind and parameter.</summary>
    public IEnumerable<(string Name, int[] Shape, torch.Tensor Tensor)> State
        => Named("momentum", _matrices, _muon.Momenta)
            .Concat(Named("first_moment", _others, _adam.FirstMoments))
            .Concat(Named("second_moment", _others, _adam.SecondMoments))
            .Concat(_shares is null ? [] : Named("share", [.. Enumerable.Range(0, _parameters.Length)], _shares.Tensors));

    /// <summary>Moves the weights.</summary>
    /// <param name="gradients">One per parameter, in the parameters' order.</param>
    /// <param name="schedule">The step's share of the peak learning rates.</param>
    public void Step(torch.Tensor[] gradients, double schedule)
    {
        _muon.LearningRate = _config.LearningRate * schedule;
        _adam.LearningRate = (_matrices.Length > 0 ? _config.AdamLearningRate : _config.LearningRate) * schedule;
        Team.Run(_config.Workers, [.. _muon.Steps(Of(_matrices)).Prepend(() => _adam.Step(Of(_others)))]);

        torch.Tensor[] Of(int[] indices) => Array.ConvertAll(indices, i => gradients[i]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _muon.Dispose();
        _adam.Dispose();
        _shares?.Dispose();
    }

    // "top" is a constant in the shape of a convolution.
    private static bool IsHidden(string name, int[] shape)
        => shape.Length == 4 && !name.StartsWith("patch", StringComparison.Ordinal) && !name.StartsWith("unpatch", StringComparison.Ordinal)
            && name != HvaeNetwork.TopName;

    private IEnumerable<(string Name, int[] Shape, torch.Tensor Tensor)> Named(string kind, int[] indices, torch.Tensor[] tensors)
        => indices.Zip(tensors, (i, tensor) => ($"{kind}/{_parameters[i].Name}", _parameters[i].Shape, tensor));
}
