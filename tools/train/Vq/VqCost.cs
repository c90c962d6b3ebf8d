using TorchSharp;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Vq;

/// <summary>The terms of a step's loss, one number each (van den Oord et al. 2017, equation 3).</summary>
/// <param name="Error">Mean squared error of the decoded pictures; its gradient reaches the encoder as if its output had been
/// decoded.</param>
/// <param name="Codebook">Mean squared distance, which moves the vectors towards what is encoded.</param>
/// <param name="Commitment">The same, which moves what is encoded towards its vectors.</param>
/// <param name="Prior">Nats per code under the prior. Codes pass no gradient, so this term trains the prior alone.</param>
/// <param name="Encoded">What was looked up, [N, dimensions, h, w].</param>
/// <param name="Codes">What was found, [N, h, w].</param>
internal sealed record VqCost(torch.Tensor Error, torch.Tensor Codebook, torch.Tensor Commitment, torch.Tensor Prior, torch.Tensor Encoded,
    torch.Tensor Codes)
{
    /// <summary>Of some pictures.</summary>
    public static VqCost Of(VqNetwork net, torch.Tensor pictures)
    {
        ArgumentNullException.ThrowIfNull(net);
        torch.Tensor encoded = net.Encode(pictures), codes = net.Nearest(encoded), vectors = net.Vectors(codes);
        torch.Tensor straight = encoded + (vectors - encoded).detach();
        return new(functional.mse_loss(net.Decode(straight), pictures), functional.mse_loss(vectors, encoded.detach()),
            functional.mse_loss(encoded, vectors.detach()), functional.cross_entropy(net.Prior.Logits(codes), codes), encoded, codes);
    }
}
