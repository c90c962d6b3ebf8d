using TorchSharp;
using VaeCodec.Networks.Hvae;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Network;

/// <summary>Starts a network as a closed-loop linear transform codec fitted to photographs: the same as gpu/start.py.</summary>
/// <remarks>Every block is residual, so with small block weights the network is linear. The weights set here make that linear network a
/// pyramid of Karhunen-Loeve transforms: <c>down</c> keeps the strongest components of 2x2 groups, <c>up</c> is its transpose, so that the
/// top-down state h estimates the features; each latent layer codes P (features - h), and adds P^T z back to h.</remarks>
internal static class KltStart
{
    private const int PatchValues = 48;
    private const double Remains = 0.1;

    /// <summary>Overwrites the linear part of the parameters.</summary>
    /// <param name="parameters">On the CPU, from <see cref="RandomStart"/>.</param>
    /// <param name="picture">Crops of photographs [n, 3, H, W] in [0, 1], sides multiples of the coarsest stride.</param>
    public static void Apply(TorchParameters parameters, torch.Tensor picture)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(picture);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        torch.Tensor[] features = FitPyramid(parameters, (picture - 0.5) * 4.0);
        FitLatents(parameters, features);
    }

    private static torch.Tensor[] FitPyramid(TorchParameters parameters, torch.Tensor picture)
    {
        HvaeSpec spec = parameters.Network.Spec;
        int scales = spec.Scales;
        var features = new torch.Tensor[scales];
        torch.Tensor t = functional.pixel_unshuffle(picture, 4);
        int live = Math.Min(PatchValues, spec.Widths[0]);
        torch.Tensor w = Klt.Fit(t, live).Rows;
        Shrink(parameters, "patch");
        Shrink(parameters, "unpatch");
        parameters["patch.weight"].narrow(0, 0, live).copy_(w.reshape(live, 3, 4, 4));
        torch.Tensor back = parameters["unpatch.weight"].narrow(1, 0, live).fill_(0);
        back.select(3, 1).select(2, 1).copy_(w.t());
        features[0] = Project(t, w);
        for (int i = 0; i + 1 < scales; i++)
        {
            t = functional.pixel_unshuffle(features[i], 2);
            int n = Math.Min(spec.Widths[i + 1], live * 4);
            w = Klt.Fit(t, n).Rows;
            string down = $"down.{i}", up = $"up.{scales - 2 - i}";
            Shrink(parameters, down);
            Shrink(parameters, up);
            parameters[$"{down}.weight"].narrow(0, 0, n).narrow(1, 0, live).copy_(w.reshape(n, live, 2, 2));
            torch.Tensor transposed = parameters[$"{up}.weight"].narrow(0, 0, live * 4).fill_(0);
            Matrix(transposed.narrow(1, 0, n)).copy_(w.t());
            features[i + 1] = Project(t, w);
            live = n;
        }

        return features;
    }

    private static void FitLatents(TorchParameters parameters, torch.Tensor[] features)
    {
        HvaeSpec spec = parameters.Network.Spec;
        // Best step of an orthonormal transform at high rate: step^2 = 18 beta / ln 2 (pixels in [0, 1], three values a pixel).
        double step = 4 * Math.Sqrt(18 * Math.Pow(2, RateRange.Of(spec).Log2Middle) / Math.Log(2));
        long[] top = features[^1].shape;
        torch.Tensor h = torch.zeros(top[0], spec.Widths[^1], top[2], top[3]);
        parameters[HvaeNetwork.TopName].fill_(0);
        foreach (IGrouping<int, HvaeLayerSpec> group in parameters.Network.Layers.GroupBy(l => GroupOf(l, spec)))
        {
            torch.Tensor f = features[^(group.Key + 1)];
            int n = (int)f.shape[1], at = 0;
            (torch.Tensor rows, torch.Tensor deviation) = Klt.Fit(f - h.narrow(1, 0, n), n);
            foreach (HvaeLayerSpec layer in group)
            {
                int z = layer.Latents;
                if (z > n)
                    throw new InvalidDataException($"the KLT start has {n} components for the {z} channels of {layer.Name}");
                // At the coarse scales one layer refines the strongest components that the one before has coded already.
                at = at + z <= n ? at : 0;
                torch.Tensor p = rows.narrow(0, at, z);
                SetLayer(parameters, layer, p, deviation.narrow(0, at, z), step);
                torch.Tensor q = Project(f - h.narrow(1, 0, n), p * (1 / step)).round();
                h.narrow(1, 0, n).add_(Project(q, p.t() * step));
                at += z;
            }

            string up = $"up.{group.Key}";
            h = functional.pixel_shuffle(functional.conv2d(h, parameters[$"{up}.weight"], parameters[$"{up}.bias"]), 2);
        }
    }

    private static void SetLayer(TorchParameters parameters, HvaeLayerSpec layer, torch.Tensor p, torch.Tensor deviation, double step)
    {
        int n = (int)p.shape[1], z = layer.Latents, c = layer.Channels;
        Shrink(parameters, layer.Join.Name);
        Shrink(parameters, layer.Prior.Name);
        Shrink(parameters, layer.Posterior.Name, 0);
        Shrink(parameters, layer.Merge.Name, 0);
        torch.Tensor join = Matrix(parameters[$"{layer.Join.Name}.weight"]).narrow(0, 0, n).fill_(0), identity = torch.eye(n);
        join.narrow(1, 0, n).copy_(-identity);
        join.narrow(1, c, n).copy_(identity);
        Matrix(parameters[$"{layer.Posterior.Name}.weight"]).narrow(1, 0, n).copy_(p * (1 / step));
        parameters[$"{layer.Prior.Name}.bias"].narrow(0, z, z).copy_((deviation * (1 / step)).log2().clamp(-4, 5));
        Matrix(parameters[$"{layer.Merge.Name}.weight"]).narrow(0, 0, n).copy_(p.t() * step);
    }

    private static int GroupOf(HvaeLayerSpec layer, HvaeSpec spec)
    {
        int group = 0;
        for (int first = spec.Latents[0].Count; first <= layer.Index; first += spec.Latents[group].Count)
            group++;
        return group;
    }

    private static void Shrink(TorchParameters parameters, string name, double factor = Remains)
    {
        parameters[$"{name}.weight"].mul_(factor);
        parameters[$"{name}.bias"].fill_(0);
    }

    // [out, in, 1, 1] as a matrix that shares its memory.
    private static torch.Tensor Matrix(torch.Tensor weight) => weight.select(3, 0).select(2, 0);

    private static torch.Tensor Project(torch.Tensor t, torch.Tensor matrix)
        => functional.conv2d(t, matrix.reshape(matrix.shape[0], matrix.shape[1], 1, 1));
}
