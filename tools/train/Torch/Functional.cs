namespace VaeCodec.Train.Torch;

/// <content>torch.nn.functional and torch.nn.utils.</content>
internal static unsafe partial class torch
{
    /// <summary>Neural networks.</summary>
    public static class nn
    {
        /// <summary>Layers without state. Pictures are [N, C, H, W].</summary>
        public static class functional
        {
            /// <summary>Convolution with bias: weight [out, in, k, k], zero padding.</summary>
            public static Tensor conv2d(Tensor x, Tensor weight, Tensor? bias = null, long stride = 1, long padding = 0)
                => Dispatcher.One("aten::conv2d", "", x, weight, bias, new[] { stride, stride }, new[] { padding, padding });

            /// <summary>Residual block x + scale(e) * conv1(leaky_relu(conv3(x) + shift(e))), C -> C/2 -> C channels: the operator of
            /// native/block_operator.cpp, one fused kernel in fp32 on a processor with AVX2 and in bfloat16 on one with AVX-512 BF16. Where
            /// film gives C/2 values more than scales, they are added to what conv3 gives.</summary>
            /// <param name="x">[N, C, H, W].</param>
            /// <param name="conv3">[C/2, C, 3, 3] and its bias.</param>
            /// <param name="conv1">[C, C/2, 1, 1] and its bias.</param>
            /// <param name="film">[C, E] or [C + C/2, E] and its bias.</param>
            /// <param name="e">[N, E].</param>
            /// <param name="slope">Of the leaky_relu, in (0, 1).</param>
            public static Tensor block(Tensor x, (Tensor Weight, Tensor Bias) conv3, (Tensor Weight, Tensor Bias) conv1,
                (Tensor Weight, Tensor Bias) film,
                Tensor e, double slope)
                => Dispatcher.One("vaecodec::block", "", x, conv3.Weight, conv3.Bias, conv1.Weight, conv1.Bias, film.Weight, film.Bias, e,
                    slope);

            /// <summary>A latent layer's step in quantisation steps, and its rate: a Gaussian prior convolved with the uniform quantisation
            /// noise ("Lossy Image Compression with Quantized Hierarchical VAEs", equations 5 and 6). The operator of
            /// native/latent_operator.cpp, one pass on a CPU.</summary>
            /// <param name="posterior">Mean [N, C, H, W].</param>
            /// <param name="prior">[N, 2 C, H, W], means before log2 sigma.</param>
            /// <param name="log2Step">Of the quantisation step, [N, 1, 1, 1]; gets no gradient.</param>
            /// <param name="noise">In [0, 1), in the posterior's shape: the rate is that of posterior mean + noise - 1/2. Null: of the
            /// rounded one.</param>
            /// <param name="rounded">Whether the rounded one is sent in any case, prior mean + round(posterior mean - prior mean), with the
            /// gradient passed straight through.</param>
            /// <param name="low">Least log2 sigma, in quantisation steps.</param>
            /// <param name="high">Greatest.</param>
            /// <returns>What the decoder gets, like the posterior, and the bits per sample [N].</returns>
            public static (Tensor Sent, Tensor Bits) latent_step(Tensor posterior, Tensor prior, Tensor log2Step, Tensor? noise,
                bool rounded, double low, double high)
                => Dispatcher.Many("vaecodec::latent_step", "", posterior, prior, log2Step, noise, rounded, low, high) is [var sent,
                    var bits]
                    ? (sent, bits)
                    : throw new TorchException("latent_step did not return two tensors");

            /// <summary>x weight^T + bias: x [N, in], weight [out, in].</summary>
            public static Tensor linear(Tensor x, Tensor weight, Tensor bias) => Dispatcher.One("aten::linear", "", x, weight, bias);

            /// <summary>max(x, 0) + slope * min(x, 0).</summary>
            public static Tensor leaky_relu(Tensor x, double slope) => Dispatcher.One("aten::leaky_relu", "", x, slope);

            /// <summary>[N, C r r, H, W] -> [N, C, H r, W r].</summary>
            public static Tensor pixel_shuffle(Tensor x, long factor) => Dispatcher.One("aten::pixel_shuffle", "", x, factor);

            /// <summary>[N, C, H r, W r] -> [N, C r r, H, W], channel c r r + dy r + dx.</summary>
            public static Tensor pixel_unshuffle(Tensor x, long factor) => Dispatcher.One("aten::pixel_unshuffle", "", x, factor);
        }

        /// <summary>Helpers for training.</summary>
        public static class utils
        {
            /// <summary>Scales gradients so that their common L2 norm is at most <paramref name="max"/>; returns the norm before. Gradients
            /// with a norm that is not finite are left as they are.</summary>
            public static float clip_grad_norm_(Tensor[] gradients, double max)
            {
                using DisposeScope scope = NewDisposeScope();
                float norm = stack(Dispatcher.Many("aten::_foreach_norm", "Scalar", gradients, 2.0), 0).norm().item();
                double factor = max / (norm + 1e-6);
                if (float.IsFinite(norm) && factor < 1)
                    Dispatcher.Many("aten::_foreach_mul_", "Scalar", gradients, factor);
                return norm;
            }
        }
    }
}
