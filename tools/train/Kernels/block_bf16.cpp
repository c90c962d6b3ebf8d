// The residual block in bfloat16 with AVX-512 BF16, sums in fp32: F(2x2, 3x3) forwards, with 16 products per 4 results in place of 36,
// about as exact as bfloat16 itself; F(4x4, 3x3) for the gradients, with 36 per 16, whose rounding is far below the noise of a batch.
#include "kernels.h"
#ifdef __AVX512BF16__
#include "winograd_bf16.h"
#include <algorithm>
#include <cstring>

namespace vaecodec {
namespace {

// Channels times tiles that are in work at once: what belongs to them stays in the second-level cache.
constexpr int64_t CachedElements = 4096;

// conv1 times the scale of one image, from C/2 to C channels: [C / 4 pairs of inputs][C outputs]; `transposed` is conv1 as [C/2][C].
void pack_scaled(const float* transposed, const float* scale, int64_t channels, Pair* to) {
    for (int64_t i = 0; i < channels / 2; i += 2)
        for (int64_t c = 0; c < channels; c += Lanes) {
            Vector s = _mm512_loadu_ps(scale + c);
            store_pairs(to + i / 2 * channels + c, s * _mm512_loadu_ps(transposed + i * channels + c), s * _mm512_loadu_ps(transposed + (i + 1) * channels + c));
        }
}

// The same from C to C/2 channels: [C / 2 pairs of outputs][C/2 inputs].
void pack_scaled_back(const float* conv1, const float* scale, int64_t channels, Pair* to) {
    int64_t half = channels / 2;
    for (int64_t c = 0; c < channels; c += 2)
        for (int64_t i = 0; i < half; i += Lanes)
            store_pairs(to + c / 2 * half + i, _mm512_set1_ps(scale[c]) * _mm512_loadu_ps(conv1 + c * half + i), _mm512_set1_ps(scale[c + 1]) * _mm512_loadu_ps(conv1 + (c + 1) * half + i));
}

void transpose(const float* from, int64_t rows, int64_t columns, float* to) {
    for (int64_t r = 0; r < rows; r++)
        for (int64_t c = 0; c < columns; c++) to[c * rows + r] = from[r * columns + c];
}

// Neighbouring positions paired: [position / 2][channel]. Adds what it reads to `sum`, where there is one.
void pair_positions(const bf16* map, int64_t positions, int64_t channels, Pair* to, float* sum) {
    for (int64_t c = 0; c < channels; c += Lanes) {
        Vector total = _mm512_setzero_ps();
        for (int64_t p = 0; p < positions; p += 2) {
            Vector even = load(map + p * channels + c), odd = load(map + (p + 1) * channels + c);
            total += even + odd;
            store_pairs(to + p / 2 * channels + c, even, odd);
        }
        if (sum) _mm512_storeu_ps(sum + c, _mm512_loadu_ps(sum + c) + total);
    }
}

int64_t tiles_at_once(int64_t tiles, int64_t channels) { return rows_up(std::min(tiles, CachedElements / channels)); }

bool supported(const vaec_block_shape& shape) {
    return __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512bw") && shape.channels % (2 * Lanes) == 0 && shape.channels <= CachedElements
        && shape.embedding % Lanes == 0 && shape.height % 4 == 0 && shape.width % 4 == 0 && (shape.shifts == 0 || shape.shifts == shape.channels / 2)
        && shape.images * shape.height * shape.width % (2 * Tiles<4>::T::Results) == 0;
}

void block_forward(const vaec_block_shape& shape, const vaec_block_parameters& parameters, float slope, const bf16* x, const float* e, bf16* inner, float* film,
    bf16* out) {
    const int64_t channels = shape.channels, half = channels / 2, films = channels + shape.shifts;
    using Tiles = Tiles<2>;
    const Tiles tiles{shape.height, shape.width, channels};
    const int64_t total = shape.images * tiles.per_image(), step = tiles_at_once(tiles.per_image(), channels);
    Buffer<bf16> zeros(channels), data(Tiles::Points * point_step<bf16>(step * channels)), hidden(4 * step * half);
    Buffer<Pair> filters(Tiles::Points * half * half), mix(half / 2 * channels);
    Buffer<float> products(Tiles::Points * point_step<float>(step * half)), transposed(half * channels), change(4 * step * channels), offset(channels), bias(half);
    std::memset(zeros, 0, channels * sizeof(bf16));
    pack_filters<Tiles::T>(parameters.conv3, channels, filters);
    transpose(parameters.conv1, channels, half, transposed);

    int64_t mixed = -1;
    for (int64_t first = 0; first < total;) {
        int64_t image = first / tiles.per_image(), count = std::min(step, (image + 1) * tiles.per_image() - first);
        if (image != mixed) {
            float* s = film + image * films;
            for (int64_t c = 0; c < films; c++)
                s[c] = parameters.film_bias[c] + dot(parameters.film + c * shape.embedding, e + image * shape.embedding, shape.embedding);
            for (int64_t c = 0; c < channels; c++) offset[c] = s[c] * parameters.bias1[c];
            for (int64_t c = 0; c < half; c++) bias[c] = parameters.bias3[c] + (shape.shifts ? s[channels + c] : 0);
            pack_scaled(transposed, s, channels, mix);
            mixed = image;
        }
        tiles.data(x, zeros, first, count, data);
        Tiles::multiply_points(data, filters, count, half, half, products);
        for (int64_t t = 0; t < count; t++)
            for (int64_t c = 0; c < half; c += Lanes) {
                Vector y[4];
                Tiles::results(products, count, t, half, c, y);
                for (int i = 0; i < 4; i++) {
                    y[i] += _mm512_loadu_ps(bias + c);
                    y[i] = _mm512_max_ps(y[i], y[i] * slope);
                    store(hidden + (4 * t + i) * half + c, y[i]);
                    store(inner + tiles.result(first + t, i) / 2 + c, y[i]);
                }
            }
        multiply<false>(reinterpret_cast<const Pair*>(static_cast<bf16*>(hidden)), half / 2, 1, mix, 4 * count, half / 2, channels, change);
        for (int64_t t = 0; t < count; t++)
            for (int i = 0; i < 4; i++) {
                int64_t at = tiles.result(first + t, i);
                for (int64_t c = 0; c < channels; c += Lanes)
                    store(out + at + c, load(x + at + c) + _mm512_loadu_ps(change + (4 * t + i) * channels + c) + _mm512_loadu_ps(offset + c));
            }
        first += count;
    }
}

// Through the scale, conv1 and the leaky_relu: writes the gradient of conv3's output to `hidden`. With P = out_gradient' inner of an image,
// the gradient of conv1 is scale * P, that of the scale the row sums of P * conv1, and both have a share of bias1. The gradient of the
// shift is that of bias3, image by image.
void mix_backward(const vaec_block_shape& shape, const vaec_block_parameters& parameters, float slope, const float* e, const bf16* inner, const float* film,
    const bf16* out_gradient, bf16* hidden, float* e_gradient, const vaec_block_gradients& gradients) {
    const int64_t films = shape.channels + shape.shifts, channels = shape.channels, half = channels / 2, area = shape.height * shape.width, embedding = shape.embedding, step = std::min<int64_t>(128, area);
    std::memset(gradients.bias3, 0, half * sizeof(float));
    std::memset(gradients.conv1, 0, half * channels * sizeof(float));
    std::memset(gradients.bias1, 0, channels * sizeof(float));
    std::memset(gradients.film, 0, films * embedding * sizeof(float));
    std::memset(gradients.film_bias, 0, films * sizeof(float));
    std::memset(e_gradient, 0, shape.images * embedding * sizeof(float));
    Buffer<Pair> mix(half * half), paired(step / 2 * channels), paired_inner(step / 2 * half);
    Buffer<float> change(step * half), moments(channels * half), sums(channels), film_gradient(channels + half);
    float* inner_sums = film_gradient + channels;
    for (int64_t n = 0; n < shape.images; n++) {
        const float* scale = film + n * films;
        pack_scaled_back(parameters.conv1, scale, channels, mix);
        std::memset(moments, 0, channels * half * sizeof(float));
        std::memset(sums, 0, channels * sizeof(float));
        std::memset(inner_sums, 0, half * sizeof(float));
        for (int64_t p = 0; p < area; p += step) {
            int64_t count = std::min(step, area - p), at = n * area + p;
            multiply<false>(reinterpret_cast<const Pair*>(out_gradient + at * channels), half, 1, mix, count, half, half, change);
            for (int64_t c = 0; c < half; c += Lanes) {
                Vector sum = _mm512_loadu_ps(inner_sums + c);
                for (int64_t i = 0; i < count; i++) {
                    Vector g = _mm512_loadu_ps(change + i * half + c);
                    __mmask16 negative = _mm512_cmp_ps_mask(load(inner + (at + i) * half + c), _mm512_setzero_ps(), _CMP_LT_OQ);
                    g = _mm512_mask_mul_ps(g, negative, g, _mm512_set1_ps(slope));
                    sum += g;
                    store(hidden + (at + i) * half + c, g);
                }
                _mm512_storeu_ps(inner_sums + c, sum);
            }
            pair_positions(out_gradient + at * channels, count, channels, paired, sums);
            pair_positions(inner + at * half, count, half, paired_inner, nullptr);
            multiply<true>(paired, 1, channels, paired_inner, channels, count / 2, half, moments);
        }
        for (int64_t c = 0; c < channels; c++) {
            film_gradient[c] = dot(moments + c * half, parameters.conv1 + c * half, half) + parameters.bias1[c] * sums[c];
            add_scaled(gradients.conv1 + c * half, scale[c], moments + c * half, half);
            gradients.bias1[c] += scale[c] * sums[c];
        }
        add_scaled(gradients.bias3, 1, inner_sums, half);
        for (int64_t c = 0; c < films; c++) {
            gradients.film_bias[c] += film_gradient[c];
            add_scaled(gradients.film + c * embedding, film_gradient[c], e + n * embedding, embedding);
            add_scaled(e_gradient + n * embedding, film_gradient[c], parameters.film + c * embedding, embedding);
        }
    }
}

// Adds to the gradient of `out` what comes through conv3.
template <int Side> void map_backward(const vaec_block_shape& shape, const float* conv3, const bf16* zeros, const bf16* hidden, const bf16* out_gradient, bf16* x_gradient) {
    const int64_t channels = shape.channels, half = channels / 2;
    using Tiles = Tiles<Side>;
    const Tiles wide{shape.height, shape.width, channels}, narrow{shape.height, shape.width, half};
    const int64_t total = shape.images * wide.per_image(), step = tiles_at_once(total, channels);
    Buffer<Pair> filters(Tiles::Points * half / 2 * channels);
    Buffer<bf16> data(Tiles::Points * point_step<bf16>(step * half));
    Buffer<float> products(Tiles::Points * point_step<float>(step * channels));
    pack_turned_filters<typename Tiles::T>(conv3, channels, filters);
    for (int64_t first = 0; first < total; first += step) {
        int64_t count = std::min(step, total - first);
        narrow.data(hidden, zeros, first, count, data);
        Tiles::multiply_points(data, filters, count, half / 2, channels, products);
        for (int64_t t = 0; t < count; t++)
            for (int64_t c = 0; c < channels; c += Lanes) {
                Vector y[Tiles::T::Results];
                Tiles::results(products, count, t, channels, c, y);
                for (int i = 0; i < Tiles::T::Results; i++) {
                    int64_t at = wide.result(first + t, i) + c;
                    store(x_gradient + at, load(out_gradient + at) + y[i]);
                }
            }
    }
}

// The gradient of conv3's filters, summed over the tiles at the transform's points.
template <int Side> void filter_backward(const vaec_block_shape& shape, const bf16* zeros, const bf16* x, const bf16* hidden, float* gradient) {
    const int64_t channels = shape.channels, half = channels / 2;
    using Tiles = Tiles<Side>;
    const Tiles wide{shape.height, shape.width, channels}, narrow{shape.height, shape.width, half};
    const int64_t total = shape.images * wide.per_image(), step = std::min<int64_t>(64, total);
    Buffer<Pair> data(Tiles::Points * point_step<Pair>(step / 2 * channels)), results(Tiles::Points * point_step<Pair>(step / 2 * half));
    Buffer<float> sums(Tiles::Points * half * channels);
    std::memset(sums, 0, Tiles::Points * half * channels * sizeof(float));
    for (int64_t first = 0; first < total; first += step) {
        int64_t count = std::min(step, total - first);
        wide.paired_data(x, zeros, first, count, data);
        narrow.paired_results(hidden, first, count, results);
        for (int i = 0; i < Tiles::Points; i++)
            multiply<true>(results + i * point_step<Pair>(count / 2 * half), 1, half, data + i * point_step<Pair>(count / 2 * channels), half, count / 2, channels,
                sums + i * half * channels);
    }
    for (int64_t o = 0; o < half; o++)
        for (int64_t c = 0; c < channels; c += Lanes) {
            Vector v[Tiles::Points], f[9];
            for (int i = 0; i < Tiles::Points; i++) v[i] = _mm512_loadu_ps(sums + (i * half + o) * channels + c);
            Tiles::T::filter_transposed(v, f);
            for (int i = 0; i < 9; i++) _mm512_storeu_ps(gradient + (o * 9 + i) * channels + c, f[i]);
        }
}

}  // namespace
}  // namespace vaecodec

using namespace vaecodec;

int vaec_block_bf16_supported(const vaec_block_shape* shape) { return supported(*shape); }

void vaec_block_bf16_forward(const vaec_block_shape* shape, const vaec_block_parameters* parameters, float slope, const uint16_t* x, const float* e,
    uint16_t* inner, float* film, uint16_t* out) {
    block_forward(*shape, *parameters, slope, x, e, inner, film, out);
}

void vaec_block_bf16_backward(const vaec_block_shape* shape, const vaec_block_parameters* parameters, float slope, const uint16_t* x, const float* e,
    const uint16_t* inner, const float* film, const uint16_t* out_gradient, uint16_t* x_gradient, float* e_gradient, const vaec_block_gradients* gradients) {
    Buffer<bf16> zeros(shape->channels), hidden(shape->images * shape->height * shape->width * shape->channels / 2);
    std::memset(zeros, 0, shape->channels * sizeof(bf16));
    mix_backward(*shape, *parameters, slope, e, inner, film, out_gradient, hidden, e_gradient, *gradients);
    // The transformed filters of larger tiles pay where there are many tiles.
    bool many = shape->images * shape->height * shape->width >= 16 * 64;
    (many ? map_backward<4> : map_backward<2>)(*shape, parameters->conv3, zeros, hidden, out_gradient, x_gradient);
    (many ? filter_backward<4> : filter_backward<2>)(*shape, zeros, x, hidden, gradients->conv3);
}
#else
#include <cstdlib>

int vaec_block_bf16_supported(const vaec_block_shape*) { return 0; }

void vaec_block_bf16_forward(const vaec_block_shape*, const vaec_block_parameters*, float, const uint16_t*, const float*, uint16_t*, float*, uint16_t*) {
    std::abort();
}

void vaec_block_bf16_backward(const vaec_block_shape*, const vaec_block_parameters*, float, const uint16_t*, const float*, const uint16_t*, const float*,
    const uint16_t*, uint16_t*, float*, const vaec_block_gradients*) { std::abort(); }
#endif
