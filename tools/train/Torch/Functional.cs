namespace VaeCodec.Train.Torch;

/// <content>torch.nn.functional and torch.nn.utils.</content>
public static unsafe partial class torch
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

            /// <summary>Residual block x + film(e) * conv1(leaky_relu(conv3(x))), C -> C/2 -> C channels: the operator of
            /// native/block_operator.cpp, one fused kernel in bfloat16 on a processor with AVX-512 BF16.</summary>
            /// <param name="x">[N, C, H, W].</param>
            /// <param name="conv3">[C/2, C, 3, 3] and its bias.</param>
            /// <param name="conv1">[C, C/2, 1, 1] and its bias.</param>
            /// <param name="film">[C, E] and its bias.</param>
            /// <param name="e">[N, E].</param>
            /// <param name="slope">Of the leaky_relu, in (0, 1).</param>
            public static Tensor block(Tensor x, (Tensor Weight, Tensor Bias) conv3, (Tensor Weight, Tensor Bias) conv1, (Tensor Weight, Tensor Bias) film,
                Tensor e, double slope)
                => Dispatcher.One("vaecodec::block", "", x, conv3.Weight, conv3.Bias, conv1.Weight, conv1.Bias, film.Weight, film.Bias, e, slope);

            /// <summary>x weight^T + bias: x [N, in], weight [out, in].</summary>
            public static Tensor linear(Tensor x, Tensor weight, Tensor bias) => Dispatcher.One("aten::linear", "", x, weight, bias);

            /// <summary>max(x, 0) + slope * min(x, 0).</summary>
            public static Tensor leaky_relu(Tensor x, double slope) => Dispatcher.One("aten::leaky_relu", "", x, slope);

            /// <summary>max(x, 0).</summary>
            public static Tensor relu(Tensor x) => Dispatcher.One("aten::relu", "", x);

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
