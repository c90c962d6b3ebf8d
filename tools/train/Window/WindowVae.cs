using TorchSharp;
using TorchSharp.Modules;
using VaeCodec.Networks.Layers;
using VaeCodec.Networks.PixelCnn;
using VaeCodec.Networks.Vlae;
using VaeCodec.Train.PixelCnn;
using VaeCodec.Train.Vlae;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Window;

/// <summary>A VAE for photographs whose decoder is a PixelCNN of any window: what does the window leave to the latents? (Variational Lossy
/// Autoencoder, Chen et al. 2017, arXiv:1611.02731; docs/notebook/window.md.) Latents are on a grid at 1/4 of the picture, with a logistic
/// posterior; their prior is logistic too and autoregressive over the grid. A decoder makes three features of them for every pixel; the
/// pixel's distribution is the codec's pixel network, which sees the causal window of x, and the window of the features where the codec's
/// has the lossy picture. All starts as a linear codec. Its price tells the network what a bit of the latents costs, in bits of pixels, so
/// that one network has the whole curve. Values are (v - 128) / 32; x that is not known is 0; prices are log2 / 2.</summary>
internal sealed class WindowVae : Module
{
    /// <summary>Pixels of a position of the grid, on each side.</summary>
    public const int Grid = 4;

    /// <summary>Latents of a position.</summary>
    public const int Latents = 8;

    // How far the prior sees on the grid.
    private const int Seen = 2;

    private const int Width = 64;
    private const double Small = 0.1;
    private readonly Conv2d _priorSeen;
    private readonly Parameter _priorPrice;
    private readonly torch.Tensor _mask;

    /// <summary>Random parameters.</summary>
    /// <param name="window">Side of the causal window, odd.</param>
    /// <param name="bf16">Whether what may be is in bfloat16: not what the means are made of.</param>
    public WindowVae(int window, bool bf16 = false)
        : base(nameof(WindowVae))
    {
        Bf16 = bf16;
        register_module("transform", Transform = Conv2d(3, Latents, Grid, stride: Grid));
        register_module("inverse", Inverse = Conv2d(Latents, 3 * Grid * Grid, 1));
        register_module("encoder", Encoder = Convolutions(("0", 4, Width, Grid, Grid), ("1", Width, Width, 3, 1),
            ("2", Width, Width, 3, 1), ("3", Width, 2 * Latents, 1, 1)));
        register_module("decoder", Decoder = Convolutions(("0", Latents + 1, Width, 3, 1), ("1", Width, Width, 3, 1),
            ("2", Width, Width, 3, 1), ("3", Width, 3 * Grid * Grid, 1, 1)));
        register_module("prior_seen", _priorSeen = Conv2d(Latents, Width, (Seen + 1, 2 * Seen + 1)));
        register_parameter("prior_price", _priorPrice = Parameter(torch.zeros(1, Width, 1, 1)));
        register_module("prior", Prior = Convolutions(("0", Width, Width, 1, 1), ("1", Width, 2 * Latents, 1, 1)));
        register_module("pixels", Pixels = new(SpecOf(window)) { Bf16 = bf16 });
        _mask = torch.ones(Seen + 1, 2 * Seen + 1).DetachFromDisposeScope();
        _mask[Seen].narrow(0, Seen, Seen + 1).fill_(0);
        foreach (ChainLayer last in (ChainLayer[])[Encoder.Layers[^1], Decoder.Layers[^1], Prior.Layers[^1]])
        {
            using IDisposable guard = torch.no_grad();
            last.Rescale(Small);
            last.Bias.fill_(0);
        }
    }

    /// <summary>Whether what may be is in bfloat16.</summary>
    public bool Bf16 { get; }

    /// <summary>To the means of the latents, but for what the encoder adds.</summary>
    public Conv2d Transform { get; }

    /// <summary>Back, likewise.</summary>
    public Conv2d Inverse { get; }

    /// <summary>Corrects the means, and makes the scales.</summary>
    public Chain Encoder { get; }

    /// <summary>Corrects the features.</summary>
    public Chain Decoder { get; }

    /// <summary>The prior of a position, of what it sees of the grid.</summary>
    public Chain Prior { get; }

    /// <summary>The pixels' distributions.</summary>
    public PixelCnnNetwork Pixels { get; }

    /// <summary>The pixel network's sizes: the codec's, but narrower.</summary>
    public static PixelCnnSpec SpecOf(int window) => new()
    {
        Window = window,
        BaseWindow = 5,
        Linear = 32,
        Hidden = 64,
        Deep = 2,
        Head = 32,
        Components = 5,
        Log2Scale = [-4, 6],
    };

    /// <summary>A sample of the latents, [N, 8, H / 4, W / 4], and their bits by bits-back coding, [N].</summary>
    /// <param name="x">[N, 3, H, W].</param>
    /// <param name="price">[N].</param>
    /// <param name="uniform">Numbers in [0, 1) in the shape of its argument.</param>
    public (torch.Tensor Z, torch.Tensor Bits) Encode(torch.Tensor x, torch.Tensor price, Func<torch.Tensor, torch.Tensor> uniform)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(price);
        torch.Tensor each = price.reshape(-1, 1, 1, 1);
        torch.Tensor[] parts = Encoder.Run(Hidden(WithPrice(x, price))).@float().chunk(2, 1);
        // what is dearer is told less exactly
        Logistic posterior = new(parts[0] + Transform.call(x), Clamped(parts[1] + each));
        torch.Tensor z = LogisticLatents.Draw(posterior, uniform);
        torch.Tensor seen = functional.conv2d(Hidden(functional.pad(z, [Seen, Seen, Seen, 0])), Hidden(_priorSeen.weight! * _mask),
            Hidden(_priorSeen.bias!));
        torch.Tensor leaky = functional.leaky_relu(seen + each * _priorPrice, 0.1);
        parts = Prior.Run(Hidden(leaky)).@float().chunk(2, 1);
        return (z, (LogisticLatents.Log2Density(z, posterior) - LogisticLatents.Log2Density(z, new(parts[0], parts[1]))).sum([1L, 2, 3]));
    }

    /// <summary>[N, H, W, 3], with a border of zeros for the windows.</summary>
    public torch.Tensor Features(torch.Tensor z, torch.Tensor price)
    {
        int border = Pixels.Spec.BaseWindow / 2;
        torch.Tensor correction = Decoder.Run(Hidden(WithPrice(z, price))).@float();
        torch.Tensor features = functional.pixel_shuffle(Inverse.call(z) + correction, Grid);
        return functional.pad(features, [border, border, border, border]).permute(0, 2, 3, 1);
    }

    /// <summary>What some pixels see, [N m, inputs].</summary>
    /// <param name="known">The pictures behind rows and columns of what is not known, [N, H + border, W + 2 border, 3].</param>
    /// <param name="border">Of them.</param>
    /// <param name="features">From <see cref="Features"/>.</param>
    /// <param name="rows">[m].</param>
    /// <param name="columns">[m].</param>
    public torch.Tensor Windows(torch.Tensor known, int border, torch.Tensor features, torch.Tensor rows, torch.Tensor columns)
    {
        int k = Pixels.Spec.Window, reach = k / 2, q = Pixels.Spec.BaseWindow;
        torch.Tensor x = WindowsOf(known, rows + (border - reach), columns + (border - reach), reach + 1, k)
            .narrow(2, 0, Pixels.Spec.CausalInputs);
        return torch.cat([x, WindowsOf(features, rows, columns, q, q)], 2).flatten(0, 1);
    }

    /// <summary>Bits of the colours of some pixels, the mean over them, [N, 3], and bits of the latents per pixel, [N].</summary>
    /// <param name="known">As in <see cref="Windows"/>.</param>
    /// <param name="border">Likewise.</param>
    /// <param name="price">[N].</param>
    /// <param name="rows">[m].</param>
    /// <param name="columns">[m].</param>
    /// <param name="uniform">Numbers in [0, 1) in the shape of its argument.</param>
    public (torch.Tensor Colours, torch.Tensor Latents) Cost(torch.Tensor known, int border, torch.Tensor price, torch.Tensor rows,
        torch.Tensor columns, Func<torch.Tensor, torch.Tensor> uniform)
    {
        ArgumentNullException.ThrowIfNull(rows);
        torch.Tensor picture = Picture(known, border);
        (torch.Tensor z, torch.Tensor bits) = Encode(picture.permute(0, 3, 1, 2).contiguous(), price, uniform);
        torch.Tensor pixel = picture.reshape(picture.shape[0], -1, 3).index_select(1, rows * picture.shape[2] + columns).flatten(0, 1);
        var batch = new PixelBatch(Windows(known, border, Features(z, price), rows, columns),
            price.repeat_interleave(rows.shape[0]), pixel * 32.0 + 128.0, torch.ones_like(pixel));
        return (Pixels.Bits(batch).view(-1, rows.shape[0], 3).mean([1L]), bits * (1.0 / (picture.shape[1] * picture.shape[2])));
    }

    /// <summary>The pictures without what is around them.</summary>
    public static torch.Tensor Picture(torch.Tensor known, int border)
    {
        ArgumentNullException.ThrowIfNull(known);
        return known.narrow(1, border, known.shape[1] - border).narrow(2, border, known.shape[2] - 2 * border);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _mask.Dispose();
        base.Dispose(disposing);
    }

    private static Chain Convolutions(params (string Name, int In, int Out, int Kernel, int Stride)[] layers)
        => new([.. layers.Select(l => new ConvolutionSpec(l.Name, l.In, l.Out, l.Kernel, l.Stride))], Normalisation.None);

    private static torch.Tensor Clamped(torch.Tensor log2Scale)
        => log2Scale.clamp((Scalar)VlaeSpec.LowestLog2Scale, (Scalar)VlaeSpec.HighestLog2Scale);

    private static torch.Tensor WithPrice(torch.Tensor x, torch.Tensor price)
        => torch.cat([x, price.reshape(-1, 1, 1, 1).expand(-1, 1, x.shape[2], x.shape[3])], 1);

    // [N, H, W, C]: [N, m, height width C] of those windows whose top left corners are given.
    private static torch.Tensor WindowsOf(torch.Tensor planes, torch.Tensor rows, torch.Tensor columns, int height, int width)
    {
        long channels = planes.shape[3], stride = planes.shape[2];
        torch.Tensor offset = ((torch.arange(height).unsqueeze(1) * stride + torch.arange(width)).unsqueeze(2) * channels
            + torch.arange(channels)).flatten();
        torch.Tensor index = ((rows * stride + columns) * channels).unsqueeze(1) + offset;
        return planes.reshape(planes.shape[0], -1).index_select(1, index.flatten()).view(planes.shape[0], rows.shape[0], -1);
    }

    private torch.Tensor Hidden(torch.Tensor x) => x.to(Bf16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32);
}
