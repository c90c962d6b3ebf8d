using System.Text.Json.Serialization;
using TorchSharp;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Vlae;

/// <summary>The likelihood of pictures by importance sampling: -log p(x) is estimated by -log mean_k p(x, z_k) / q(z_k | x) over samples of
/// the posterior (Burda, Grosse and Salakhutdinov 2016, arXiv:1509.00519, equation 8).</summary>
/// <param name="Pictures">Of so many.</param>
/// <param name="Samples">Of the latents, for each.</param>
/// <param name="Nats">Negative log-likelihood, the mean.</param>
/// <param name="StandardError">Of that mean, over pictures.</param>
/// <param name="MinusElbo">What one sample a picture would give, in nats.</param>
internal sealed record ImportanceSampling(
    [property: JsonPropertyName("pictures")] int Pictures,
    [property: JsonPropertyName("samples")] int Samples,
    [property: JsonPropertyName("nll_nats")] double Nats,
    [property: JsonPropertyName("standard_error")] double StandardError,
    [property: JsonPropertyName("minus_elbo_nats")] double MinusElbo)
{
    private const int Chunk = 64, Seed = 5;
    private static readonly double s_ln2 = Math.Log(2);

    /// <summary>Estimates.</summary>
    /// <param name="net">Not in training.</param>
    /// <param name="pictures">0 to 255, [N, 1, side, side].</param>
    /// <param name="samples">Of each picture.</param>
    /// <param name="cancellationToken">Takes effect between pictures.</param>
    public static ImportanceSampling Run(VlaeNetwork net, torch.Tensor pictures, int samples, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(pictures);
        using IDisposable guard = torch.no_grad();
        torch.manual_seed(Seed);
        int count = (int)pictures.shape[0];
        using var garbage = new GarbageBetweenSteps();
        double[] likelihoods = new double[count], bounds = new double[count];
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            garbage.Collect();
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor weights = Log2Weights(net, pictures.narrow(0, i, 1), samples, like => torch.rand_like(like)) * s_ln2;
            likelihoods[i] = Math.Log(samples) - weights.logsumexp(0).Value();
            bounds[i] = -weights.mean().Value();
        }

        double mean = likelihoods.Average(), variance = likelihoods.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, count - 1);
        return new(count, samples, mean, Math.Sqrt(variance / count), bounds.Average());
    }

    /// <summary>log2 of p(x, z) / q(z | x) for samples of z, [samples]. What the pixels see of x is computed once.</summary>
    /// <param name="net">Not in training.</param>
    /// <param name="picture">0 to 255, [1, 1, side, side].</param>
    /// <param name="samples">Of the latents.</param>
    /// <param name="uniform">Numbers in [0, 1) in the shape of its argument.</param>
    internal static torch.Tensor Log2Weights(VlaeNetwork net, torch.Tensor picture, int samples, Func<torch.Tensor, torch.Tensor> uniform)
    {
        torch.Tensor x = VlaeNetwork.Values(picture), all = torch.arange(picture.NumberOfElements);
        IReadOnlyList<LatentGroup> groups = net.Latents(net.Encode(x).expand(samples, -1), q => LogisticLatents.Draw(q, uniform));
        torch.Tensor latents = torch.stack([.. groups.Select(g => (LogisticLatents.Log2Density(g.Z, g.Prior)
            - LogisticLatents.Log2Density(g.Z, g.Posterior)).sum([1L]))], 0).sum([0L]);
        torch.Tensor ofPicture = net.Pixels.OfWindows(x, all).squeeze(0), values = picture.flatten().@float();
        var pixels = new List<torch.Tensor>();
        for (int at = 0; at < samples; at += Chunk)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            int n = Math.Min(Chunk, samples - at);
            torch.Tensor parameters = net.Pixels.ParametersOfSamples(ofPicture, net.Features(groups.Select(g => g.Z.narrow(0, at, n))));
            pixels.Add(net.Pixels.Bits(parameters, values.repeat(n)).view(n, -1).sum([1L]).MoveToOuterDisposeScope());
        }

        return latents - torch.cat([.. pixels], 0);
    }
}
