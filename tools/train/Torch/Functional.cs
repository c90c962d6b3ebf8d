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

            /// <summary>x weight^T + bias: x [N, in], weight [out, in].</summary>
            public static Tensor linear(Tensor x, Tensor weight, Tensor bias) => Dispatcher.One("aten::linear", "", x, weight, bias);

            /// <summary>max(x, 0) + slope * min(x, 0).</summary>
            public static Tensor leaky_relu(Tensor x, double slope) => Dispatcher.One("aten::leaky_relu", "", x, slope);

            /// <summary>The same, overwriting x.</summary>
            public static Tensor leaky_relu_(Tensor x, double slope)
            {
                Dispatcher.One("aten::leaky_relu_", "", x, slope).Dispose();
                return x;
            }

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
