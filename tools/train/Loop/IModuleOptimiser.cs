using TorchSharp;

namespace VaeCodec.Train.Loop;

/// <summary>Moves the parameters of a module against their gradients.</summary>
internal interface IModuleOptimiser : IDisposable
{
    /// <summary>Steps taken.</summary>
    long Steps { get; set; }

    /// <summary>Everything that has to be saved beside <see cref="Steps"/>.</summary>
    IEnumerable<(string Name, torch.Tensor Tensor)> State { get; }

    /// <summary>Takes a step; every parameter has its gradient.</summary>
    void Step(double learningRate);
}
