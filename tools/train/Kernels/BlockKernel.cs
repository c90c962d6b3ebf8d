using TorchSharp;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Kernels;

/// <summary>The residual block by the functions of kernels.h. Its inputs: x, conv3 and bias, conv1 and bias, film and bias, e.</summary>
/// <param name="shape">Of the block.</param>
/// <param name="slope">Of the leaky_relu.</param>
/// <param name="bf16">Whether maps are in bfloat16.</param>
internal sealed unsafe class BlockKernel(BlockShape shape, double slope, bool bf16) : FusedKernel
{
    private BlockShape _shape = shape;
    private torch.Tensor[] _parameters = [];
    private torch.Tensor? _x, _e, _inner, _film;

    /// <summary>Whether there is a kernel for such maps on this processor.</summary>
    public static bool Takes(torch.Tensor x, torch.Tensor weights, BlockShape shape)
        => x.device_type == DeviceType.CPU && weights.dtype == torch.ScalarType.Float32 && KernelLibrary.Available && x.dtype switch
        {
            torch.ScalarType.Float32 => NativeKernels.vaec_block_f32_supported(&shape) != 0,
            torch.ScalarType.BFloat16 => NativeKernels.vaec_block_bf16_supported(&shape) != 0,
            _ => false,
        };

    /// <inheritdoc/>
    public override List<torch.Tensor> Forward(torch.Tensor[] inputs)
    {
        using torch.Tensor e = inputs[^1].to(torch.ScalarType.Float32);
        (_x, _e) = (Keep(ChannelsLast.Stored(inputs[0])), Keep(e.contiguous()));
        _parameters = [.. inputs[1..^1].Select((p, i) => Keep(i == 0 ? ChannelsLast.Stored(p) : p.contiguous()))];
        _inner = Keep(torch.empty([_shape.Images, _shape.Height, _shape.Width, _shape.Channels / 2], _x.dtype));
        _film = Keep(torch.empty(_shape.Images, _shape.Channels + _shape.Shifts));
        torch.Tensor output = torch.empty_like(_x);
        BlockPointers parameters = Pointers(_parameters);
        fixed (BlockShape* size = &_shape)
        {
            if (bf16)
            {
                NativeKernels.vaec_block_bf16_forward(size, &parameters, (float)slope, Memory.Of(_x), Memory.Floats(_e), Memory.Of(_inner),
                    Memory.Floats(_film), Memory.Of(output));
            }
            else
            {
                NativeKernels.vaec_block_f32_forward(size, &parameters, (float)slope, Memory.Of(_x), Memory.Floats(_e), Memory.Of(_inner),
                    Memory.Floats(_film), Memory.Of(output));
            }
        }

        return [Map(output)];
    }

    /// <inheritdoc/>
    public override torch.Tensor[] Backward(List<torch.Tensor> gradients)
    {
        using torch.Tensor typed = gradients[0].to(_x!.dtype), output = ChannelsLast.Stored(typed);
        torch.Tensor[] to = Array.ConvertAll(_parameters, p => torch.empty_like(p));
        torch.Tensor x = torch.empty_like(_x), e = torch.empty_like(_e!);
        BlockPointers parameters = Pointers(_parameters), by = Pointers(to);
        fixed (BlockShape* size = &_shape)
        {
            if (bf16)
            {
                NativeKernels.vaec_block_bf16_backward(size, &parameters, (float)slope, Memory.Of(_x), Memory.Floats(_e!),
                    Memory.Of(_inner!), Memory.Floats(_film!), Memory.Of(output), Memory.Of(x), Memory.Floats(e), &by);
            }
            else
            {
                NativeKernels.vaec_block_f32_backward(size, &parameters, (float)slope, Memory.Of(_x), Memory.Floats(_e!),
                    Memory.Of(_inner!), Memory.Floats(_film!), Memory.Of(output), Memory.Of(x), Memory.Floats(e), &by);
            }
        }

        return [Map(x), Map(to[0]), .. to[1..], e];
    }

    private static BlockPointers Pointers(torch.Tensor[] tensors) => new()
    {
        Conv3 = Memory.Floats(tensors[0]),
        Bias3 = Memory.Floats(tensors[1]),
        Conv1 = Memory.Floats(tensors[2]),
        Bias1 = Memory.Floats(tensors[3]),
        Film = Memory.Floats(tensors[4]),
        FilmBias = Memory.Floats(tensors[5]),
    };
}
