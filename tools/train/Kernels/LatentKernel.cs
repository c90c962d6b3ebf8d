using TorchSharp;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Kernels;

/// <summary>The latent step by the functions of kernels.h. Its inputs: posterior and prior; its outputs: what is sent, and the
/// bits.</summary>
/// <param name="log2Step">Of the quantisation step, one for every sample.</param>
/// <param name="noise">In the posterior's shape; null for none.</param>
/// <param name="rule">How latents are drawn.</param>
internal sealed unsafe class LatentKernel(torch.Tensor log2Step, torch.Tensor? noise, LatentRule rule) : FusedKernel
{
    private LatentShape _shape;
    private torch.Tensor? _slope;

    /// <summary>Whether there is a kernel for such maps.</summary>
    public static bool Takes(torch.Tensor posterior, torch.Tensor prior)
        => posterior.device_type == DeviceType.CPU && prior.dtype == posterior.dtype
            && posterior.dtype is torch.ScalarType.Float32 or torch.ScalarType.BFloat16 && KernelLibrary.Available;

    /// <inheritdoc/>
    public override List<torch.Tensor> Forward(torch.Tensor[] inputs)
    {
        using torch.Tensor posterior = ChannelsLast.Stored(inputs[0]), prior = ChannelsLast.Stored(inputs[1]);
        using torch.Tensor wide = log2Step.to(torch.ScalarType.Float32), step = wide.contiguous();
        using torch.Tensor? wideNoise = noise?.to(torch.ScalarType.Float32),
            u = wideNoise is null ? null : ChannelsLast.Stored(wideNoise);
        _shape = new()
        {
            Samples = posterior.shape[0],
            Positions = posterior.shape[1] * posterior.shape[2],
            Channels = posterior.shape[3],
        };
        _slope = Keep(torch.empty_like(prior));
        torch.Tensor sent = torch.empty_like(posterior), bits = torch.empty(_shape.Samples);
        LatentShape size = _shape;
        LatentRule how = rule;
        if (posterior.dtype == torch.ScalarType.BFloat16)
        {
            NativeKernels.vaec_latent_bf16_forward(&size, &how, Memory.Of(posterior), Memory.Of(prior), Memory.Floats(step),
                u is null ? null : Memory.Floats(u), Memory.Of(sent), Memory.Floats(bits), Memory.Of(_slope));
        }
        else
        {
            NativeKernels.vaec_latent_f32_forward(&size, &how, Memory.Of(posterior), Memory.Of(prior), Memory.Floats(step),
                u is null ? null : Memory.Floats(u), Memory.Of(sent), Memory.Floats(bits), Memory.Of(_slope));
        }

        return [Map(sent), bits];
    }

    /// <inheritdoc/>
    public override torch.Tensor[] Backward(List<torch.Tensor> gradients)
    {
        using torch.Tensor typed = gradients[0].to(_slope!.dtype), bySent = ChannelsLast.Stored(typed), byBits = gradients[1].contiguous();
        torch.Tensor byPosterior = torch.empty_like(bySent), byPrior = torch.empty_like(_slope);
        LatentShape size = _shape;
        if (_slope.dtype == torch.ScalarType.BFloat16)
        {
            NativeKernels.vaec_latent_bf16_backward(&size, Memory.Of(_slope), Memory.Of(bySent), Memory.Floats(byBits),
                Memory.Of(byPosterior), Memory.Of(byPrior));
        }
        else
        {
            NativeKernels.vaec_latent_f32_backward(&size, Memory.Of(_slope), Memory.Of(bySent), Memory.Floats(byBits),
                Memory.Of(byPosterior), Memory.Of(byPrior));
        }

        return [Map(byPosterior), Map(byPrior)];
    }
}
