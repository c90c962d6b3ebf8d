using TorchSharp;

namespace VaeCodec.Train.Torch;

/// <summary>What is done with the gradients of all parameters together.</summary>
internal static class Gradients
{
    /// <summary>Scales gradients so that their common L2 norm is at most <paramref name="max"/>; returns the norm before. Gradients with a
    /// norm that is not finite are left as they are.</summary>
    public static float Clip(torch.Tensor[] gradients, double max)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        float norm = torch.stack(Array.ConvertAll(gradients, g => g.norm()), 0).norm().Value();
        double factor = max / (norm + 1e-6);
        if (float.IsFinite(norm) && factor < 1)
        {
            foreach (torch.Tensor gradient in gradients)
                gradient.mul_(factor);
        }

        return norm;
    }
}
