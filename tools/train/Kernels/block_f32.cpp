// The residual block in fp32 with AVX2: 3x3 convolutions in tiles of F(4x4, 3x3), 36 products per 16 results in place of 144, whose
// rounding in fp32 is about 1e-5 of the result; F(2x2, 3x3) where there are few tiles and the transformed filters would cost more than they
// save.
#include "kernels.h"
#if defined(__AVX2__) && defined(__FMA__)
#include "winograd_f32.h"
#include <algorithm>
#include <cstring>

namespace vaecodec::f32 {
namespace {

// Channels times tiles that are in work at once: what belongs to them stays in the second-level cache.
constexpr int64_t CachedElements = 3072;

int64_t tiles_at_once(int64_t tiles, int64_t channels) { return std::min(tiles, std::max<int64_t>(Rows, CachedElements / channels / Rows * Rows)); }

// [rows][columns] times a factor per row or column, to [columns / Columns][rows][Columns].
template <bool ByRow> void pack_scaled(const float* from, const float* scale, int64_t rows, int64_t columns, float* to) {
    for (int64_t r = 0; r < rows; r++)
        for (int64_t c = 0; c < columns; c += Lanes)
            store(to + (c / Columns * rows + r) * Columns + c % Columns, load(from + r * columns + c) * (ByRow ? all(scale[r]) : load(scale + c)));
}

void transpose(const float* from, int64_t rows, int64_t columns, float* to) {
    for (int64_t r = 0; r < rows; r++)
        for (int64_t c = 0; c < columns; c++) to[c * rows + r] = from[r * columns + c];
}

// film(e) of every image: [images][C + shifts].
void modulate(const vaec_block_shape& shape, const vaec_block_parameters& p, const float* e, float* film) {
    const int64_t count = shape.channels + shape.shifts;
    for (int64_t n = 0; n < shape.images; n++)
        for (int64_t c = 0; c < count; c++) film[n * count + c] = p.film_bias[c] + dot(p.film + c * shape.embedding, e + n * shape.embedding, shape.embedding);
}

template <int Side> void forward(const vaec_block_shape& shape, const vaec_block_parameters& p, float slope, const float* x, const float* film, float* inner,
    float* out) {
    using Tiles = Tiles<Side>;
    constexpr int Points = Tiles::Points, Results = Tiles::T::Results;
    const int64_t channels = shape.channels, half = channels / 2, films = channels + shape.shifts;
    const Tiles tiles{shape.images, shape.height, shape.width, channels};
    const int64_t total = tiles.count(), step = tiles_at_once(total, channels);
    Buffer<float> zeros(channels), filters(Points * channels * half), data(Points * point_step(step * channels)), products(Points * point_step(step * half)),
        mix(half * channels), transposed(half * channels), one(channels), bias(half), hidden(Results * step * half), change(Results * step * channels);
    std::memset(zeros, 0, channels * sizeof(float));
    std::fill(one + 0, one + channels, 1.0f);
    pack_filters<typename Tiles::T>(p.conv3, channels, filters);
    transpose(p.conv1, channels, half, transposed);
    pack_scaled<false>(transposed, one, half, channels, mix);

    for (int64_t first = 0; first < total; first += step) {
        const int64_t count = std::min(step, total - first);
        tiles.data(x, zeros, first, count, data);
        Tiles::multiply_points(data, filters, count, channels, half, products);
        for (int64_t t = 0, image = -1; t < count; t++) {
            int64_t offsets[Results];
            tiles.results(first + t, offsets);
            if ((first + t) / tiles.per_image() != image) {
                image = (first + t) / tiles.per_image();
                for (int64_t c = 0; c < half; c++) bias[c] = p.bias3[c] + (shape.shifts ? film[image * films + channels + c] : 0);
            }
            for (int64_t c = 0; c < half; c += Lanes) {
                Vector y[Results];
                Tiles::transform_results(products, count, t, half, c, y);
                for (int i = 0; i < Results; i++) {
                    y[i] += load(bias + c);
                    y[i] = _mm256_max_ps(y[i], y[i] * slope);
                    store(hidden + (Results * t + i) * half + c, y[i]);
                    if (offsets[i] >= 0) store(inner + offsets[i] / 2 + c, y[i]);
                }
            }
        }
        multiply<false>(hidden, half, 1, packed(mix, half), Results * count, half, channels, change);
        for (int64_t t = 0; t < count; t++) {
            int64_t offsets[Results];
            tiles.results(first + t, offsets);
            const float* scale = film + (first + t) / tiles.per_image() * films;
            for (int i = 0; i < Results; i++) {
                if (offsets[i] < 0) continue;
                for (int64_t c = 0; c < channels; c += Lanes)
                    store(out + offsets[i] + c, load(x + offsets[i] + c) + load(scale + c) * (load(change + (Results * t + i) * channels + c) + load(p.bias1 + c)));
            }
        }
    }
}

// Through the scale, conv1 and the leaky_relu: writes the gradient of conv3's output to `hidden`. With P = out_gradient' inner of an image,
// the gradient of conv1 is scale * P, that of the scale the row sums of P * conv1, and both have a share of bias1. The gradient of the
// shift is that of bias3, image by image.
void mix_backward(const vaec_block_shape& shape, const vaec_block_parameters& p, float slope, const float* e, const float* inner, const float* film,
    const float* out_gradient, float* hidden, float* e_gradient, const vaec_block_gradients& gradients) {
    const int64_t channels = shape.channels, half = channels / 2, area = shape.height * shape.width, embedding = shape.embedding;
    const int64_t films = channels + shape.shifts, step = std::min<int64_t>(120, area);
    std::memset(gradients.bias3, 0, half * sizeof(float));
    std::memset(gradients.conv1, 0, half * channels * sizeof(float));
    std::memset(gradients.bias1, 0, channels * sizeof(float));
    std::memset(gradients.film, 0, films * embedding * sizeof(float));
    std::memset(gradients.film_bias, 0, films * sizeof(float));
    std::memset(e_gradient, 0, shape.images * embedding * sizeof(float));
    Buffer<float> mix(half * channels), change(step * half), moments(channels * half), sums(channels), film_gradient(films);
    float* inner_sums = film_gradient + channels;
    Buffer<float> unshifted(half);
    if (!shape.shifts) inner_sums = unshifted;
    for (int64_t n = 0; n < shape.images; n++) {
        const float* scale = film + n * films;
        pack_scaled<true>(p.conv1, scale, channels, half, mix);
        std::memset(moments, 0, channels * half * sizeof(float));
        std::memset(sums, 0, channels * sizeof(float));
        std::memset(inner_sums, 0, half * sizeof(float));
        for (int64_t from = 0; from < area; from += step) {
            const int64_t count = std::min(step, area - from), at = n * area + from;
            const float* gradient = out_gradient + at * channels;
            multiply<false>(gradient, channels, 1, packed(mix, channels), count, channels, half, change);
            for (int64_t c = 0; c < half; c += Lanes) {
                Vector sum = load(inner_sums + c);
                for (int64_t i = 0; i < count; i++) {
                    Vector g = load(change + i * half + c), value = load(inner + (at + i) * half + c);
                    g = _mm256_blendv_ps(g, g * slope, value);      // where the sign bit is set
                    sum += g;
                    store(hidden + (at + i) * half + c, g);
                }
                store(inner_sums + c, sum);
            }
            for (int64_t c = 0; c < channels; c += Lanes) {
                Vector sum = load(sums + c);
                for (int64_t i = 0; i < count; i++) sum += load(gradient + i * channels + c);
                store(sums + c, sum);
            }
            multiply<true>(gradient, 1, channels, rows(inner + at * half, half), channels, count, half, moments);
        }
        for (int64_t c = 0; c < channels; c++) {
            film_gradient[c] = dot(moments + c * half, p.conv1 + c * half, half) + p.bias1[c] * sums[c];
            add_scaled(gradients.conv1 + c * half, scale[c], moments + c * half, half);
            gradients.bias1[c] += scale[c] * sums[c];
        }
        add_scaled(gradients.bias3, 1, inner_sums, half);
        for (int64_t c = 0; c < films; c++) {
            gradients.film_bias[c] += film_gradient[c];
            add_scaled(gradients.film + c * embedding, film_gradient[c], e + n * embedding, embedding);
            add_scaled(e_gradient + n * embedding, film_gradient[c], p.film + c * embedding, embedding);
        }
    }
}

// Adds to the gradient of `out` what comes through conv3.
template <int Side>
void map_backward(const vaec_block_shape& shape, const float* conv3, const float* zeros, const float* hidden, const float* out_gradient, float* x_gradient) {
    using Tiles = Tiles<Side>;
    constexpr int Points = Tiles::Points, Results = Tiles::T::Results;
    const int64_t channels = shape.channels, half = channels / 2;
    const Tiles wide{shape.images, shape.height, shape.width, channels}, narrow{shape.images, shape.height, shape.width, half};
    const int64_t total = wide.count(), step = tiles_at_once(total, channels);
    Buffer<float> filters(Points * half * channels), data(Points * point_step(step * half)), products(Points * point_step(step * channels));
    pack_turned_filters<typename Tiles::T>(conv3, channels, filters);
    for (int64_t first = 0; first < total; first += step) {
        const int64_t count = std::min(step, total - first);
        narrow.data(hidden, zeros, first, count, data);
        Tiles::multiply_points(data, filters, count, half, channels, products);
        for (int64_t t = 0; t < count; t++) {
            int64_t offsets[Results];
            wide.results(first + t, offsets);
            for (int64_t c = 0; c < channels; c += Lanes) {
                Vector y[Results];
                Tiles::transform_results(products, count, t, channels, c, y);
                for (int i = 0; i < Results; i++)
                    if (offsets[i] >= 0) store(x_gradient + offsets[i] + c, load(out_gradient + offsets[i] + c) + y[i]);
            }
        }
    }
}

// The gradient of conv3's filters, summed over the tiles at the transform's points.
template <int Side> void filter_backward(const vaec_block_shape& shape, const float* zeros, const float* x, const float* hidden, float* gradient) {
    using Tiles = Tiles<Side>;
    constexpr int Points = Tiles::Points;
    const int64_t channels = shape.channels, half = channels / 2;
    const Tiles wide{shape.images, shape.height, shape.width, channels}, narrow{shape.images, shape.height, shape.width, half};
    const int64_t total = wide.count(), step = std::min<int64_t>(std::max<int64_t>(24, CachedElements / channels), total);
    Buffer<float> data(Points * point_step(step * channels)), results(Points * point_step(step * half)), sums(Points * half * channels);
    std::memset(sums, 0, Points * half * channels * sizeof(float));
    for (int64_t first = 0; first < total; first += step) {
        const int64_t count = std::min(step, total - first);
        wide.data(x, zeros, first, count, data);
        narrow.transposed_results(hidden, zeros, first, count, results);
        for (int i = 0; i < Points; i++)
            multiply<true>(results + i * point_step(count * half), 1, half, rows(data + i * point_step(count * channels), channels), half, count, channels,
                sums + i * half * channels);
    }
    for (int64_t o = 0; o < half; o++)
        for (int64_t c = 0; c < channels; c += Lanes) {
            Vector v[Points], f[9];
            for (int i = 0; i < Points; i++) v[i] = load(sums + (i * half + o) * channels + c);
            Tiles::T::filter_transposed(v, f);
            for (int i = 0; i < 9; i++) store(gradient + (o * 9 + i) * channels + c, f[i]);
        }
}

// Whether the transformed filters of larger tiles pay.
bool many(const vaec_block_shape& shape) { return shape.images * shape.height * shape.width >= 16 * 8; }

}  // namespace
}  // namespace vaecodec::f32

using namespace vaecodec;

int vaec_block_f32_supported(const vaec_block_shape* shape) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && shape->channels % (2 * f32::Columns) == 0 && shape->embedding % f32::Lanes == 0
        && (shape->shifts == 0 || shape->shifts == shape->channels / 2) && shape->images > 0 && shape->height > 0 && shape->width > 0;
}

void vaec_block_f32_forward(const vaec_block_shape* shape, const vaec_block_parameters* parameters, float slope, const float* x, const float* e, float* inner,
    float* film, float* out) {
    f32::modulate(*shape, *parameters, e, film);
    (f32::many(*shape) ? f32::forward<4> : f32::forward<2>)(*shape, *parameters, slope, x, film, inner, out);
}

void vaec_block_f32_backward(const vaec_block_shape* shape, const vaec_block_parameters* parameters, float slope, const float* x, const float* e,
    const float* inner, const float* film, const float* out_gradient, float* x_gradient, float* e_gradient, const vaec_block_gradients* gradients) {
    Buffer<float> zeros(shape->channels), hidden(shape->images * shape->height * shape->width * shape->channels / 2);
    std::memset(zeros, 0, shape->channels * sizeof(float));
    f32::mix_backward(*shape, *parameters, slope, e, inner, film, out_gradient, hidden, e_gradient, *gradients);
    const bool many = f32::many(*shape);
    (many ? f32::map_backward<4> : f32::map_backward<2>)(*shape, parameters->conv3, zeros, hidden, out_gradient, x_gradient);
    (many ? f32::filter_backward<4> : f32::filter_backward<2>)(*shape, zeros, x, hidden, gradients->conv3);
}
#else
#include <cstdlib>

int vaec_block_f32_supported(const vaec_block_shape*) { return 0; }

void vaec_block_f32_forward(const vaec_block_shape*, const vaec_block_parameters*, float, const float*, const float*, float*, float*, float*) { std::abort(); }

void vaec_block_f32_backward(const vaec_block_shape*, const vaec_block_parameters*, float, const float*, const float*, const float*, const float*, const float*,
    float*, float*, const vaec_block_gradients*) { std::abort(); }
#endif
