using TorchSharp;
using VaeCodec.Networks.PixelCnn;

namespace VaeCodec.Train.PixelCnn;

/// <summary>Where training begins: windows whitened, and least squares for the linear outputs that start as the colours' means. So it
/// begins with a codec that works.</summary>
internal static class PixelCnnStart
{
    private const double Quantisation = 0.5 / 32; // half a gray level: directions with less are not enlarged further
    private const double Remains = 0.1, Hidden = 0.5, NarrowestLog2 = -0.5, WidestLog2 = 3.5;
    private const double Alike = 1e-6; // of the largest variance: errors that differ by less than a thousandth count as the same

    /// <summary>Overwrites part of the parameters.</summary>
    /// <param name="net">With random parameters.</param>
    /// <param name="batch">Many windows and their pixels.</param>
    public static void Apply(PixelCnnNetwork net, PixelBatch batch)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(batch);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        torch.Tensor white = Whiten(net, batch.Window), pixel = batch.Pixel;
        torch.Tensor a = torch.cat([white, torch.ones(white.shape[0], 1)], 1).to(torch.ScalarType.Float64);
        var errors = new List<torch.Tensor>();
        for (int c = 0; c < net.Spec.Colours; c++)
        {
            torch.Tensor colour = pixel.select(1, c);
            torch.Tensor w = torch.linalg.solve(a.t().matmul(a), a.t().matmul(colour.to(torch.ScalarType.Float64))).@float();
            net.LinearLayer.weight.select(0, c).copy_(w.narrow(0, 0, net.Spec.Inputs));
            net.LinearLayer.bias!.select(0, c).copy_(w.select(0, net.Spec.Inputs));
            torch.Tensor error = (colour - a.@float().matmul(w)).unsqueeze(1);
            SetOut(net, c, errors, error);
            errors.Add(error);
        }

        net.First.weight.mul_(Hidden);
        net.LinearLayer.weight.narrow(0, net.Spec.Colours, net.Spec.Linear - net.Spec.Colours).mul_(Hidden);
    }

    private static torch.Tensor Whiten(PixelCnnNetwork net, torch.Tensor window)
    {
        net.Centre.copy_(window.mean([0L]));
        torch.Tensor centred = (window - net.Centre).to(torch.ScalarType.Float64);
        (torch.Tensor values, torch.Tensor vectors) = torch.linalg.eigh(centred.t().matmul(centred) * (1.0 / window.shape[0]));
        net.Whiten.copy_(vectors * (values + Quantisation * Quantisation).sqrt().reciprocal());
        return (window - net.Centre).matmul(net.Whiten);
    }

    // The means are the linear prediction, and what is left of it given the errors of the colours before.
    private static void SetOut(PixelCnnNetwork net, int c, List<torch.Tensor> errors, torch.Tensor error)
    {
        PixelCnnSpec spec = net.Spec;
        torch.Tensor weight = net.Out[c].weight, bias = net.Out[c].bias!;
        weight.mul_(Remains);
        bias.fill_(0);
        torch.Tensor means = weight.narrow(0, spec.Components, spec.Components).fill_(0);
        means.select(1, spec.Head + c).fill_(1);
        if (c > 0)
        {
            torch.Tensor solution = LeastSquares(torch.cat([.. errors], 1), error).select(1, 0);
            means.narrow(1, spec.Head + spec.Linear, c).copy_(solution.expand(spec.Components, -1));
        }

        bias.narrow(0, 2 * spec.Components, spec.Components).copy_(torch.linspace(NarrowestLog2, WidestLog2, spec.Components));
    }

    // The least solution where several are as good: gray pixels err alike in every colour. Not by torch.linalg.lstsq: on a CPU it hands
    // LAPACK uninitialised memory as the pivots, so what it returns, its rank included, differs between calls (pytorch/pytorch#187411).
    private static torch.Tensor LeastSquares(torch.Tensor known, torch.Tensor wanted)
    {
        torch.Tensor rows = known.to(torch.ScalarType.Float64).t();
        return torch.linalg.pinv(rows.matmul(rows.t()), rtol: Alike, hermitian: true)
            .matmul(rows.matmul(wanted.to(torch.ScalarType.Float64)));
    }
}
