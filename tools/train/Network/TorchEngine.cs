using TorchSharp;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;
using VaeCodec.Train.Kernels;
using VaeCodec.Train.Torch;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Network;

/// <summary>Runs the one network description on libtorch, recording gradients where the parameters ask for them. Tensors are [N, C, H, W],
/// stored channels last. Call <see cref="Condition"/> before every pass.</summary>
/// <param name="parameters">Not owned.</param>
internal sealed class TorchEngine(TorchParameters parameters) : IHvaeEngine<torch.Tensor>
{
    private readonly RateRange _range = RateRange.Of(parameters.Network.Spec);
    private torch.Tensor? _embedding;

    /// <summary>The network and its parameters.</summary>
    public TorchParameters Parameters => parameters;

    /// <summary>Whether convolutions, and so the state between them, are in bfloat16; the weights are not.</summary>
    public bool Bf16 { get; init; }

    /// <summary>Told the output of every operation, by the name of its convolution, block or constant; the tensor lives on after the call
    /// no longer than the network needs it.</summary>
    public Action<string, torch.Tensor>? Observer { get; init; }

    /// <summary>Size [N, height, width] of the coarsest grid, for a pass without a picture.</summary>
    public (long Batch, long Height, long Width)? CoarsestGrid { get; init; }

    /// <summary>Sets the rate multipliers of the samples.</summary>
    /// <param name="log2Beta">log2 beta, [N, layers].</param>
    /// <returns>log2 of the quantisation step of every layer, each [N, 1, 1, 1]: half of log2(beta / beta_mid).</returns>
    public torch.Tensor[] Condition(torch.Tensor log2Beta)
    {
        ArgumentNullException.ThrowIfNull(log2Beta);
        torch.Tensor centred = log2Beta - _range.Log2Middle;
        torch.Tensor e = centred * (4.0 / (_range.Log2High - _range.Log2Low));
        foreach (LinearSpec layer in parameters.Network.Embedding)
            e = functional.leaky_relu(Linear(layer, e), HvaeNetwork.NegativeSlope);
        _embedding = e;
        return [.. (centred * 0.5).unbind(1).Select(s => s.reshape(-1, 1, 1, 1))];
    }

    /// <inheritdoc/>
    public torch.Tensor Constant(string name, int channels, torch.Tensor? like)
    {
        torch.Tensor value = parameters[name];
        long[] grid = like is not null ? like.shape : CoarsestGrid is { } g ? [g.Batch, channels, g.Height, g.Width]
            : throw new InvalidOperationException($"without a picture the engine needs {nameof(CoarsestGrid)}");
        if (like is not null)
            value = value.to(like.dtype);
        return Seen(name, ChannelsLast.Of(value.expand(grid[0], -1, grid[2], grid[3])));
    }

    /// <inheritdoc/>
    public torch.Tensor Patch(ConvolutionSpec convolution, torch.Tensor picture) => Convolve(convolution, (picture - 0.5) * 4.0);

    /// <inheritdoc/>
    public torch.Tensor Convolve(ConvolutionSpec convolution, torch.Tensor x)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        return Seen(convolution.Name, Convolution(convolution, x));
    }

    /// <inheritdoc/>
    public torch.Tensor Join(ConvolutionSpec convolution, torch.Tensor a, torch.Tensor b) => Convolve(convolution, torch.cat([a, b], 1));

    /// <inheritdoc/>
    public torch.Tensor Merge(ConvolutionSpec convolution, torch.Tensor x, torch.Tensor z)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(z);
        torch.Tensor y = x + Convolution(convolution, z.to(x.dtype));
        Release(x);
        return Seen(convolution.Name, y);
    }

    /// <inheritdoc/>
    public torch.Tensor RunBlock(HvaeBlockSpec block, torch.Tensor x, bool keep = false)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(x);
        if (_embedding is null)
            throw new InvalidOperationException($"{nameof(Condition)} comes first");
        torch.Tensor y = ResidualBlock.Apply(x, Affine(block.Conv3.Name), Affine(block.Conv1.Name), Affine(block.Film.Name), _embedding,
            HvaeNetwork.NegativeSlope);
        if (!keep)
            Release(x);
        return Seen(block.Name, y);
    }

    /// <inheritdoc/>
    public torch.Tensor Upsample(ConvolutionSpec convolution, torch.Tensor x)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        torch.Tensor y = functional.pixel_shuffle(Convolution(convolution, x), 2);
        Release(x);
        return Seen(convolution.Name, y);
    }

    /// <inheritdoc/>
    public torch.Tensor Unpatch(ConvolutionSpec convolution, torch.Tensor x)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        torch.Tensor y = functional.pixel_shuffle(Convolution(convolution, x), 4).@float() * 0.25 + 0.5;
        Release(x);
        return Seen(convolution.Name, y);
    }

    /// <inheritdoc/>
    /// <remarks>Frees the handle; what autograd still needs lives on in its graph.</remarks>
    public void Release(torch.Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        x.Dispose();
    }

    private torch.Tensor Convolution(ConvolutionSpec c, torch.Tensor x)
    {
        (torch.Tensor weight, torch.Tensor bias) = Affine(c.Name);
        return Torch.Convolution.Run(Bf16 ? x.to(torch.ScalarType.BFloat16) : x, weight, bias, c.Stride);
    }

    private torch.Tensor Linear(LinearSpec l, torch.Tensor x)
    {
        (torch.Tensor weight, torch.Tensor bias) = Affine(l.Name);
        return functional.linear(x, weight, bias);
    }

    private (torch.Tensor Weight, torch.Tensor Bias) Affine(string name) => (parameters[$"{name}.weight"], parameters[$"{name}.bias"]);

    private torch.Tensor Seen(string name, torch.Tensor output)
    {
        Observer?.Invoke(name, output);
        return output;
    }
}
