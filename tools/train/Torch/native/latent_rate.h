// What a latent layer does with the outputs of the network, forwards and back, as one pass over memory: brings them to quantisation steps, adds
// noise or rounds, and adds up the bits of a Gaussian prior convolved with the uniform quantisation noise ("Lossy Image Compression with
// Quantized Hierarchical VAEs", equations 5 and 6).
#pragma once
#include "bf16.h"

namespace vaecodec {

// A batch of maps, stored [samples][positions][channels].
struct LatentShape {
    int64_t samples, positions, channels;
};

// Below which mass the rate stops rising, and how many sigma beyond half a step its linear continuation starts.
constexpr double SmallestMass = 1e-6, FarTail = 5;

// How a latent is drawn, and the range of log2 sigma.
struct LatentRule {
    bool noisy;      // whether the rate is that of posterior mean + noise, or of what the codec sends: prior mean + round(posterior mean - prior mean)
    bool rounded;    // whether the decoder gets the latter
    double low, high;
};

// `prior` is [samples][positions][2 channels], means before log2 sigma; `log2_step` [samples]; `noise`, uniform in [0, 1), like the posterior, unread
// unless noisy. Writes `sent` like the posterior, `bits` [samples], and `slope` like the prior: the derivative of the bits by it.
template <class Map> void latent_forward(const LatentShape& shape, const LatentRule& rule, const Map* posterior, const Map* prior, const float* log2_step,
    const float* noise, Map* sent, float* bits, Map* slope);

// From the gradients of `sent` and `bits` writes those of posterior and prior; the rounding passes gradients straight through.
template <class Map> void latent_backward(const LatentShape& shape, const Map* slope, const Map* sent_gradient,
    const float* bits_gradient, Map* posterior_gradient, Map* prior_gradient);

}  // namespace vaecodec
