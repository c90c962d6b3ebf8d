// Tiles of bfloat16 maps in AVX-512, for the transforms of winograd.h.
#pragma once
#include "bf16_vectors.h"
#include "winograd.h"

namespace vaecodec {

// Distance of the points of a transform with `count` elements each: a cache line more, or the points' streams would share cache sets.
template <class T> constexpr int64_t point_step(int64_t count) { return count + 64 / int64_t(sizeof(T)); }

// The tiles of a batch in order of image, row, column; `channels` is that of the map they are cut from.
template <int Side> struct Tiles {
    using T = Transform<Vector, Side>;
    static constexpr int Points = T::Points;

    int64_t height, width, channels;

    int64_t per_image() const { return height / Side * (width / Side); }
    int64_t row(int64_t tile) const { return tile % per_image() / (width / Side) * Side; }
    int64_t column(int64_t tile) const { return tile % (width / Side) * Side; }
    int64_t offset(int64_t tile, int64_t y, int64_t x) const { return ((tile / per_image() * height + row(tile) + y) * width + column(tile) + x) * channels; }
    int64_t result(int64_t tile, int i) const { return offset(tile, i / Side, i % Side); }

    // Where a tile's window lies; outside of the map that is at `zeros`.
    void window(const bf16* map, const bf16* zeros, int64_t tile, const bf16** positions) const {
        for (int y = 0; y < T::Size; y++)
            for (int x = 0; x < T::Size; x++) {
                bool inside = uint64_t(row(tile) + y - 1) < uint64_t(height) && uint64_t(column(tile) + x - 1) < uint64_t(width);
                positions[T::Size * y + x] = inside ? map + offset(tile, y - 1, x - 1) : zeros;
            }
    }

    // Transformed windows, [point][tile][channel].
    void data(const bf16* map, const bf16* zeros, int64_t first, int64_t count, bf16* to) const {
        for (int64_t t = 0; t < count; t++) {
            const bf16* positions[Points];
            window(map, zeros, first + t, positions);
            for (int64_t c = 0; c < channels; c += Lanes) {
                Vector v[Points];
                for (int i = 0; i < Points; i++) v[i] = load(positions[i] + c);
                T::data(v);
                for (int i = 0; i < Points; i++) store(to + i * point_step<bf16>(count * channels) + t * channels + c, v[i]);
            }
        }
    }

    // The same with neighbouring tiles paired, [point][tile / 2][channel].
    void paired_data(const bf16* map, const bf16* zeros, int64_t first, int64_t count, Pair* to) const {
        for (int64_t t = 0; t < count; t += 2) {
            const bf16* positions[2][Points];
            for (int k = 0; k < 2; k++) window(map, zeros, first + t + k, positions[k]);
            for (int64_t c = 0; c < channels; c += Lanes) {
                Vector v[2][Points];
                for (int k = 0; k < 2; k++) {
                    for (int i = 0; i < Points; i++) v[k][i] = load(positions[k][i] + c);
                    T::data(v[k]);
                }
                for (int i = 0; i < Points; i++) store_pairs(to + i * point_step<Pair>(count / 2 * channels) + t / 2 * channels + c, v[0][i], v[1][i]);
            }
        }
    }

    // The transposed transform of the tiles themselves, paired.
    void paired_results(const bf16* map, int64_t first, int64_t count, Pair* to) const {
        for (int64_t t = 0; t < count; t += 2)
            for (int64_t c = 0; c < channels; c += Lanes) {
                Vector v[2][Points];
                for (int k = 0; k < 2; k++) {
                    Vector y[T::Results];
                    for (int i = 0; i < T::Results; i++) y[i] = load(map + result(first + t + k, i) + c);
                    T::result_transposed(y, v[k]);
                }
                for (int i = 0; i < Points; i++) store_pairs(to + i * point_step<Pair>(count / 2 * channels) + t / 2 * channels + c, v[0][i], v[1][i]);
            }
    }

    // products[point][tile][column] = data[point][tile][] * filters[point][][column]
    static void multiply_points(const bf16* data, const Pair* filters, int64_t tiles, int64_t pairs, int64_t columns, float* products) {
        for (int i = 0; i < Points; i++)
            multiply<false>(reinterpret_cast<const Pair*>(data + i * point_step<bf16>(tiles * pairs * 2)), pairs, 1, filters + i * pairs * columns, tiles, pairs, columns,
                products + i * point_step<float>(tiles * columns));
    }

    // The results y of a tile in Lanes columns.
    static void results(const float* products, int64_t tiles, int64_t tile, int64_t columns, int64_t column, Vector* y) {
        Vector v[Points];
        for (int i = 0; i < Points; i++) v[i] = _mm512_loadu_ps(products + i * point_step<float>(tiles * columns) + tile * columns + column);
        T::result(v, y);
    }
};

// Filters [C/2][3][3][C] for the convolution itself: [point][C / 2 pairs of inputs][C/2 outputs].
template <class T> void pack_filters(const float* conv3, int64_t channels, Pair* to) {
    const int64_t half = channels / 2;
    for (int64_t o = 0; o < half; o++)
        for (int64_t c = 0; c < channels; c += Lanes) {
            Vector f[9], v[T::Points];
            for (int i = 0; i < 9; i++) f[i] = _mm512_loadu_ps(conv3 + (o * 9 + i) * channels + c);
            T::filter(f, v);
            for (int i = 0; i < T::Points; i++) {
                alignas(32) Pair pairs[Lanes / 2];
                store(reinterpret_cast<bf16*>(pairs), v[i]);
                for (int j = 0; j < Lanes / 2; j++) to[(i * half + c / 2 + j) * half + o] = pairs[j];
            }
        }
}

// The same filters turned by 180 degrees, from outputs to inputs: [point][C / 4 pairs of outputs][C inputs].
template <class T> void pack_turned_filters(const float* conv3, int64_t channels, Pair* to) {
    int64_t half = channels / 2;
    for (int64_t o = 0; o < half; o += 2)
        for (int64_t c = 0; c < channels; c += Lanes) {
            Vector v[2][T::Points];
            for (int k = 0; k < 2; k++) {
                Vector f[9];
                for (int i = 0; i < 9; i++) f[i] = _mm512_loadu_ps(conv3 + ((o + k) * 9 + 8 - i) * channels + c);
                T::filter(f, v[k]);
            }
            for (int i = 0; i < T::Points; i++) store_pairs(to + (i * half + o) / 2 * channels + c, v[0][i], v[1][i]);
        }
}

}  // namespace vaecodec
