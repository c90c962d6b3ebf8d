#include "kernels.h"
#include "bf16.h"
#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

// Compiled for several processors, the best of which is chosen when the library is loaded; with -ffast-math its loops become vectors.
#if defined(__x86_64__) && defined(__linux__)
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONES
#endif
#define INLINE inline __attribute__((always_inline))

namespace vaecodec {
namespace {

// Below which mass the rate stops rising, and how many sigma beyond half a step its linear continuation starts.
constexpr double SmallestMass = 1e-6, FarTail = 5;

// Positions that are computed at once: what stays in the first cache.
constexpr int64_t Chunk = 32;

constexpr float Ln2 = 0.69314718f, SqrtHalf = 0.70710678f, InverseSqrtPi = 0.56418958f;

INLINE float widen(float v) { return v; }

INLINE float widen(bf16 v) {
    uint32_t bits = uint32_t(v) << 16;
    float f;
    std::memcpy(&f, &bits, sizeof f);
    return f;
}

template <class Map> INLINE Map narrow(float v) { return v; }

template <> INLINE bf16 narrow(float v) {
    uint32_t bits;
    std::memcpy(&bits, &v, sizeof bits);
    return bf16((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}

// std::max and std::min are not compiled into the clones.
INLINE float larger(float a, float b) { return a < b ? b : a; }

INLINE float smaller(float a, float b) { return b < a ? b : a; }

// 2^v within 1e-7 of itself, v in [-126, 126]; what compilers put in for std::exp2 is no vector in a clone. Polynomials of Cephes.
INLINE float exp2(float v) {
    float whole = std::nearbyint(v), f = v - whole;
    int32_t scale = (int32_t(whole) + 127) << 23;
    float power;
    std::memcpy(&power, &scale, sizeof power);
    return power * (1 + f * (0.693147203f + f * (0.240226479f + f * (0.0555033247f + f * (0.00961843736f + f * (0.00133988744f + f * 0.000153533619f))))));
}

// log2 v, v normal and above zero, likewise.
INLINE float log2(float v) {
    int32_t bits;
    std::memcpy(&bits, &v, sizeof bits);
    int32_t exponent = (bits - 0x3F3504F3) >> 23;      // of a mantissa around 1, beginning at sqrt(1/2)
    bits -= exponent << 23;
    float f;
    std::memcpy(&f, &bits, sizeof f);
    f -= 1;
    float natural = f + f * f * (-0.5f + f * (0.333333312f + f * (-0.249999940f + f * (0.200007148f + f * (-0.166680577f + f * (0.142493229f
        + f * (-0.124201408f + f * (0.116769987f + f * (-0.115146103f + f * 0.0703768363f)))))))));
    return exponent + natural * (1 / Ln2);
}

// e^v, v <= 0.
INLINE float decay(float v) { return exp2(larger(v * (1 / Ln2), -126.0f)); }

// The complementary error function for v >= 0, to 1.2e-7 of itself (Press et al., "Numerical Recipes", erfcc).
INLINE float erfc_above(float v) {
    float t = 1 / (1 + 0.5f * v);
    return t * decay(-v * v - 1.26551223f + t * (1.00002368f + t * (0.37409196f + t * (0.09678418f + t * (-0.18628806f + t * (0.27886807f
        + t * (-1.13520398f + t * (1.48851587f + t * (-0.82215223f + t * 0.17087277f)))))))));
}

INLINE float erfc(float v) {
    float above = erfc_above(std::fabs(v));
    return v < 0 ? 2 - above : above;
}

// Bits at distance x from the prior's mean, with the derivatives by x and log2 sigma.
INLINE float rate(float x, float log2_sigma, float low, float high, float* by_x, float* by_log2_sigma) {
    float sigma = exp2(smaller(larger(log2_sigma, low), high)), k = SqrtHalf / sigma;
    float d = std::fabs(x), a = (d - 0.5f) * k, b = (d + 0.5f) * k;
    float mass = 0.5f * (erfc(a) - erfc_above(b)), kept = larger(mass, float(SmallestMass));
    // Far tails: the rate is bounded by a linear continuation, so that the gradient stays alive.
    float beyond = d - float(FarTail) * sigma - 0.5f, tail = beyond > 0 ? 1.0f : 0.0f;
    float near = mass >= float(SmallestMass) ? InverseSqrtPi / kept : 0.0f, density_a = decay(-a * a), density_b = decay(-b * b);
    float by_d = near * k * (density_a - density_b) * (1 / Ln2) + tail;
    *by_x = x < 0 ? -by_d : by_d;
    *by_log2_sigma = log2_sigma >= low && log2_sigma <= high ? near * (b * density_b - a * density_a) - tail * float(FarTail) * Ln2 * sigma : 0.0f;
    return tail * beyond - log2(kept);
}

// A run of values, all in quantisation steps.
struct Values {
    int64_t count;
    const float *mean, *prior_mean, *log2_sigma, *noise;
    float *sent, *by_x, *by_log2_sigma;
};

// Draws and rates them; returns the sum of the bits.
CLONES float draw(const vaec_latent_rule& rule, const Values& v) {
    const float low = rule.low, high = rule.high;
    const int64_t count = v.count;
    for (int64_t i = 0; i < count; i++) v.sent[i] = v.prior_mean[i] + std::nearbyint(v.mean[i] - v.prior_mean[i]);
    float bits = 0;
    if (!rule.noisy) {
        for (int64_t i = 0; i < count; i++)
            bits += rate(v.sent[i] - v.prior_mean[i], v.log2_sigma[i], low, high, v.by_x + i, v.by_log2_sigma + i);
        return bits;
    }
    for (int64_t i = 0; i < count; i++)
        bits += rate(v.mean[i] + v.noise[i] - 0.5f - v.prior_mean[i], v.log2_sigma[i], low, high, v.by_x + i, v.by_log2_sigma + i);
    if (!rule.rounded)
        for (int64_t i = 0; i < count; i++) v.sent[i] = v.mean[i] + v.noise[i] - 0.5f;
    return bits;
}

template <class Map> void widen(const Map* from, int64_t count, float factor, float offset, float* to) {
    for (int64_t i = 0; i < count; i++) to[i] = widen(from[i]) * factor + offset;
}

template <class Map> void narrow(const float* from, int64_t count, float factor, Map* to) {
    for (int64_t i = 0; i < count; i++) to[i] = narrow<Map>(from[i] * factor);
}

template <class Map> void latent_forward(const vaec_latent_shape& shape, const vaec_latent_rule& rule, const Map* posterior, const Map* prior, const float* log2_step,
    const float* noise, Map* sent, float* bits, Map* slope) {
    const int64_t channels = shape.channels, capacity = Chunk * channels;
    std::vector<float> memory(6 * capacity);
    float *mean = memory.data(), *prior_mean = mean + capacity, *log2_sigma = prior_mean + capacity, *drawn = log2_sigma + capacity, *by_x = drawn + capacity,
        *by_log2_sigma = by_x + capacity;
    for (int64_t n = 0; n < shape.samples; n++) {
        const float step = std::exp2(log2_step[n]), per_step = 1 / step;
        double total = 0;
        for (int64_t from = 0; from < shape.positions; from += Chunk) {
            const int64_t positions = std::min(Chunk, shape.positions - from), count = positions * channels, first = (n * shape.positions + from) * channels;
            widen(posterior + first, count, per_step, 0, mean);
            for (int64_t i = 0; i < count; i += channels) {
                widen(prior + 2 * (first + i), channels, per_step, 0, prior_mean + i);
                widen(prior + 2 * (first + i) + channels, channels, 1, -log2_step[n], log2_sigma + i);
            }
            total += draw(rule, {count, mean, prior_mean, log2_sigma, rule.noisy ? noise + first : nullptr, drawn, by_x, by_log2_sigma});
            narrow(drawn, count, step, sent + first);
            for (int64_t i = 0; i < count; i += channels) {
                narrow(by_x + i, channels, -per_step, slope + 2 * (first + i));
                narrow(by_log2_sigma + i, channels, 1, slope + 2 * (first + i) + channels);
            }
        }
        bits[n] = float(total);
    }
}

template <class Map> void latent_backward(const vaec_latent_shape& shape, const Map* slope, const Map* sent_gradient, const float* bits_gradient,
    Map* posterior_gradient, Map* prior_gradient) {
    const int64_t channels = shape.channels;
    for (int64_t n = 0; n < shape.samples; n++)
        for (int64_t p = n * shape.positions; p < (n + 1) * shape.positions; p++) {
            const Map* by = slope + 2 * p * channels;
            for (int64_t i = 0; i < channels; i++)
                posterior_gradient[p * channels + i] = narrow<Map>(widen(sent_gradient[p * channels + i]) - bits_gradient[n] * widen(by[i]));
            for (int64_t i = 0; i < 2 * channels; i++) prior_gradient[2 * p * channels + i] = narrow<Map>(bits_gradient[n] * widen(by[i]));
        }
}

}  // namespace
}  // namespace vaecodec

using namespace vaecodec;

void vaec_latent_f32_forward(const vaec_latent_shape* shape, const vaec_latent_rule* rule, const float* posterior, const float* prior, const float* log2_step,
    const float* noise, float* sent, float* bits, float* slope) {
    latent_forward(*shape, *rule, posterior, prior, log2_step, noise, sent, bits, slope);
}

void vaec_latent_bf16_forward(const vaec_latent_shape* shape, const vaec_latent_rule* rule, const uint16_t* posterior, const uint16_t* prior,
    const float* log2_step, const float* noise, uint16_t* sent, float* bits, uint16_t* slope) {
    latent_forward(*shape, *rule, posterior, prior, log2_step, noise, sent, bits, slope);
}

void vaec_latent_f32_backward(const vaec_latent_shape* shape, const float* slope, const float* sent_gradient, const float* bits_gradient,
    float* posterior_gradient, float* prior_gradient) {
    latent_backward(*shape, slope, sent_gradient, bits_gradient, posterior_gradient, prior_gradient);
}

void vaec_latent_bf16_backward(const vaec_latent_shape* shape, const uint16_t* slope, const uint16_t* sent_gradient, const float* bits_gradient,
    uint16_t* posterior_gradient, uint16_t* prior_gradient) {
    latent_backward(*shape, slope, sent_gradient, bits_gradient, posterior_gradient, prior_gradient);
}
