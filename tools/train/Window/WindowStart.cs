using TorchSharp;
using VaeCodec.Train.PixelCnn;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Window;

/// <summary>Starts as a linear codec: the transform of blocks that explains most of some pictures (Karhunen and Loeve), told with a fixed
/// error, and the pixel network's least squares beside it.</summary>
internal static class WindowStart
{
    // 16 gray levels in the sum of a block, 4 in its mean.
    private const double Error = 0.5;

    private const double FeatureNoise = 0.1;

    // Of the logistic distribution of scale 1.
    private static readonly double s_deviation = Math.PI / Math.Sqrt(3);

    /// <summary>Overwrites parameters.</summary>
    /// <param name="net">With random ones.</param>
    /// <param name="known">As in <see cref="WindowVae.Windows"/>.</param>
    /// <param name="border">Likewise.</param>
    /// <param name="rows">Of the pixels that the least squares are of, [m].</param>
    /// <param name="columns">[m].</param>
    public static void Apply(WindowVae net, torch.Tensor known, int border, torch.Tensor rows, torch.Tensor columns)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(rows);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        torch.Tensor picture = WindowVae.Picture(known, border), x = picture.permute(0, 3, 1, 2).contiguous();
        SetTransform(net, x);
        torch.Tensor price = torch.zeros(known.shape[0]);
        torch.Tensor features = net.Features(net.Encode(x, price, like => torch.rand_like(like)).Z, price);
        torch.Tensor window = net.Windows(known, border, features + torch.randn_like(features) * FeatureNoise, rows, columns);
        torch.Tensor pixel = picture.reshape(picture.shape[0], -1, 3).index_select(1, rows * picture.shape[2] + columns).flatten(0, 1);
        PixelCnnStart.Apply(net.Pixels, new(window, torch.zeros(window.shape[0]), pixel * 32.0 + 128.0, torch.ones_like(pixel)));
    }

    private static void SetTransform(WindowVae net, torch.Tensor x)
    {
        const int Latents = WindowVae.Latents;
        torch.Tensor blocks = functional.pixel_unshuffle(x, WindowVae.Grid).permute(0, 2, 3, 1).flatten(0, 2)
            .to(torch.ScalarType.Float64);
        torch.Tensor centre = blocks.mean([0L]), centred = blocks - centre;
        (torch.Tensor values, torch.Tensor vectors) = torch.linalg.eigh(centred.t().matmul(centred) * (1.0 / blocks.shape[0]));
        torch.Tensor deviation = values.narrow(0, values.shape[0] - Latents, Latents).sqrt();
        vectors = vectors.narrow(1, vectors.shape[1] - Latents, Latents);
        torch.Tensor forward = (vectors / deviation * s_deviation).t(), back = vectors * deviation * (1 / s_deviation);
        net.Transform.weight!.copy_(forward.reshape(net.Transform.weight.shape));
        net.Transform.bias!.copy_(-forward.matmul(centre));
        net.Inverse.weight!.copy_(back.unsqueeze(2).unsqueeze(3));
        net.Inverse.bias!.copy_(centre);
        net.Encoder.Layers[^1].Bias.narrow(0, Latents, Latents).copy_((deviation.reciprocal() * Error).log2());
    }
}
