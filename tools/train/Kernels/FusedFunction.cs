using TorchSharp;

namespace VaeCodec.Train.Kernels;

/// <summary>Makes kernels part of autograd's graph.</summary>
/// <remarks>What the way back needs is kept by the kernel and not by save_for_backward, whose handles would live until the step ends: with
/// some fifty blocks a step, memory that is free in time is memory that is still in a cache.</remarks>
internal sealed class FusedFunction : torch.autograd.MultiTensorFunction<FusedFunction>
{
    private const string Kernel = "kernel";

    /// <inheritdoc/>
    public override string Name => nameof(FusedFunction);

    /// <summary>Runs a kernel forwards, and back when its outputs' gradients are there.</summary>
    public static List<torch.Tensor> Run(FusedKernel kernel, params torch.Tensor[] inputs)
    {
        if (!torch.is_grad_enabled() || !inputs.Any(t => t.requires_grad))
        {
            using (kernel)
                return kernel.Forward(inputs);
        }

        var call = new Call(kernel);
        List<torch.Tensor> outputs = apply([.. inputs, call]);
        // Autograd has handles of its own.
        foreach (torch.Tensor output in call.Outputs)
            output.Dispose();
        return outputs;
    }

    /// <inheritdoc/>
    public override List<torch.Tensor> forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        var call = (Call)vars[^1];
        ctx.save_data(Kernel, call.Kernel);
        call.Outputs = call.Kernel.Forward([.. vars[..^1].Cast<torch.Tensor>()]);
        return call.Outputs;
    }

    /// <inheritdoc/>
    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, List<torch.Tensor> grad_outputs)
    {
        using var kernel = (FusedKernel)ctx.get_data(Kernel);
        torch.Tensor[] gradients = kernel.Backward(grad_outputs);
        foreach (torch.Tensor gradient in grad_outputs)
            gradient.Dispose();
        return Handed.Over([.. gradients, null]);
    }

    private sealed class Call(FusedKernel kernel)
    {
        public FusedKernel Kernel => kernel;

        public List<torch.Tensor> Outputs { get; set; } = [];
    }
}
