// The residual block x + s(e) * conv1x1(leaky_relu(conv3x3(x))), C -> C/2 -> C channels, s(e) = film(e) per channel, and its gradients, in
// bfloat16 on one core with AVX-512 BF16. The 3x3 convolution is computed in tiles (winograd.h): F(2x2, 3x3) forwards, with 16 products per 4
// results in place of 36, about as exact as bfloat16 itself; F(4x4, 3x3) for the gradients, with 36 per 16, whose rounding is far below the
// noise of a batch.
#pragma once
#include "bf16.h"

namespace vaecodec {

// A batch of maps, stored [images][height][width][channels].
struct BlockShape {
    int64_t images, height, width, channels, embedding;

    // Whether the kernels take it, on this processor.
    bool supported() const;
};

// All in fp32: conv3 [C/2][3][3][C], bias3 [C/2], conv1 [C][C/2], bias1 [C], film [C][embedding], film_bias [C].
template <class Float> struct BlockParameters {
    Float *conv3, *bias3, *conv1, *bias1, *film, *film_bias;
};

// Writes `out` like x, and what the gradients need: `inner` [images][height][width][C/2], the leaky_relu's output, and `scale` [images][C].
// `e` is [images][embedding].
void block_forward(const BlockShape& shape, const BlockParameters<const float>& parameters, float slope, const bf16* x, const float* e, bf16* inner,
    float* scale, bf16* out);

// From the gradient of `out`, writes those of x, e and the parameters (all overwritten).
void block_backward(const BlockShape& shape, const BlockParameters<const float>& parameters, float slope, const bf16* x, const float* e,
    const bf16* inner, const float* scale, const bf16* out_gradient, bf16* x_gradient, float* e_gradient, const BlockParameters<float>& gradients);

}  // namespace vaecodec
