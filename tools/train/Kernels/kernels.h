/* The trainer's kernels as plain C functions: pointers and sizes, no library's types, so that any binding can call them. All are re-entrant and run on
 * the thread that calls. Maps are stored [images][height][width][channels]; "bf16" ones hold the upper halves of fp32 numbers. */
#ifndef VAECODEC_KERNELS_H
#define VAECODEC_KERNELS_H
#include <stdint.h>

#if defined(_WIN32)
#define VAEC_API __declspec(dllexport)
#else
#define VAEC_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The residual block x + s(e) * conv1x1(leaky_relu(conv3x3(x) + t(e))), C -> C/2 -> C channels; s(e) and, where there are shifts, t(e) are FiLM: a
 * scale per channel of the result, and a shift per channel of the middle, read off the embedding e of the rates. */
typedef struct {
    int64_t images, height, width, channels, embedding;
    int64_t shifts;      /* 0, or channels / 2: the length of t(e) */
} vaec_block_shape;

/* All fp32: conv3 [C/2][3][3][C], bias3 [C/2], conv1 [C][C/2], bias1 [C], film [C + shifts][embedding], film_bias [C + shifts]; scales before shifts. */
typedef struct {
    const float *conv3, *bias3, *conv1, *bias1, *film, *film_bias;
} vaec_block_parameters;

typedef struct {
    float *conv3, *bias3, *conv1, *bias1, *film, *film_bias;
} vaec_block_gradients;

/* Whether the kernels take such blocks, on this processor: fp32 needs AVX2 and FMA, bf16 AVX-512 BF16. */
VAEC_API int vaec_block_f32_supported(const vaec_block_shape* shape);
VAEC_API int vaec_block_bf16_supported(const vaec_block_shape* shape);

/* `e` is [images][embedding]. Writes `out` like x, and what the gradients need: `inner` [images][height][width][C/2], the leaky_relu's output, and
 * `film` [images][C + shifts]. */
VAEC_API void vaec_block_f32_forward(const vaec_block_shape* shape, const vaec_block_parameters* parameters, float slope, const float* x, const float* e,
    float* inner, float* film, float* out);
VAEC_API void vaec_block_bf16_forward(const vaec_block_shape* shape, const vaec_block_parameters* parameters, float slope, const uint16_t* x, const float* e,
    uint16_t* inner, float* film, uint16_t* out);

/* From the gradient of `out`, writes those of x, e and the parameters (all overwritten). */
VAEC_API void vaec_block_f32_backward(const vaec_block_shape* shape, const vaec_block_parameters* parameters, float slope, const float* x, const float* e,
    const float* inner, const float* film, const float* out_gradient, float* x_gradient, float* e_gradient, const vaec_block_gradients* gradients);
VAEC_API void vaec_block_bf16_backward(const vaec_block_shape* shape, const vaec_block_parameters* parameters, float slope, const uint16_t* x, const float* e,
    const uint16_t* inner, const float* film, const uint16_t* out_gradient, uint16_t* x_gradient, float* e_gradient, const vaec_block_gradients* gradients);

/* What a latent layer does with the outputs of the network, forwards and back, as one pass over memory: brings them to quantisation steps, adds noise or
 * rounds, and adds up the bits of a Gaussian prior convolved with the uniform quantisation noise ("Lossy Image Compression with Quantized Hierarchical
 * VAEs", equations 5 and 6). */
typedef struct {
    int64_t samples, positions, channels;
} vaec_latent_shape;

/* How a latent is drawn, and the range of log2 sigma. */
typedef struct {
    int32_t noisy;        /* whether the rate is that of posterior mean + noise, or of what the codec sends: prior mean + round(posterior mean - prior mean) */
    int32_t rounded;      /* whether the decoder gets the latter */
    double low, high;
} vaec_latent_rule;

/* `prior` is [samples][positions][2 channels], means before log2 sigma; `log2_step` [samples]; `noise`, uniform in [0, 1), like the posterior, unread
 * unless noisy. Writes `sent` like the posterior, `bits` [samples], and `slope` like the prior: the derivative of the bits by it. */
VAEC_API void vaec_latent_f32_forward(const vaec_latent_shape* shape, const vaec_latent_rule* rule, const float* posterior, const float* prior,
    const float* log2_step, const float* noise, float* sent, float* bits, float* slope);
VAEC_API void vaec_latent_bf16_forward(const vaec_latent_shape* shape, const vaec_latent_rule* rule, const uint16_t* posterior, const uint16_t* prior,
    const float* log2_step, const float* noise, uint16_t* sent, float* bits, uint16_t* slope);

/* From the gradients of `sent` and `bits` writes those of posterior and prior; the rounding passes gradients straight through. */
VAEC_API void vaec_latent_f32_backward(const vaec_latent_shape* shape, const float* slope, const float* sent_gradient, const float* bits_gradient,
    float* posterior_gradient, float* prior_gradient);
VAEC_API void vaec_latent_bf16_backward(const vaec_latent_shape* shape, const uint16_t* slope, const uint16_t* sent_gradient, const float* bits_gradient,
    uint16_t* posterior_gradient, uint16_t* prior_gradient);

/* The quintic iteration x <- (a + b x x' + c (x x')^2) x, which brings all singular values of a matrix of Frobenius norm 1 near to 1 (Jordan et al. 2024,
 * "Muon: an optimizer for hidden layers in neural networks"). */
typedef struct {
    float a, b, c;
    int32_t iterations;
} vaec_newton_schulz;

/* Whether this processor has AVX2 and FMA; AVX-512 is taken where it is. */
VAEC_API int vaec_orthogonal_f32_supported(void);

/* Brings `matrix` [rows][columns] to Frobenius norm 1 and iterates. */
VAEC_API void vaec_orthogonal_f32(const vaec_newton_schulz* rule, int64_t rows, int64_t columns, const float* matrix, float* to);

#ifdef __cplusplus
}
#endif
#endif
