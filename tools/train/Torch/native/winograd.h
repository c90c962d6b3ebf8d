// 3x3 convolutions in tiles (Lavin and Gray 2016, "Fast Algorithms for Convolutional Neural Networks", section 4): data, filters and results go
// through linear transforms, between which they meet in products at (side + 2)^2 points for side^2 results.
#pragma once
#include "bf16_vectors.h"

namespace vaecodec {

// Distance of the points of a transform with `count` elements each: a cache line more, or the points' streams would share cache sets.
template <class T> constexpr int64_t point_step(int64_t count) { return count + 64 / int64_t(sizeof(T)); }

// The matrices of F(side, 3), each along one axis of values `step` apart: data, filters and their transpose, results and their transpose.
template <int Side> struct Axis;

template <> struct Axis<2> {
    static void data(Vector* v, int step) {
        Vector a = v[0], b = v[step], c = v[2 * step], d = v[3 * step];
        v[0] = a - c; v[step] = b + c; v[2 * step] = c - b; v[3 * step] = b - d;
    }

    static void filter(const Vector* f, int from, Vector* v, int step) {
        Vector sum = (f[0] + f[2 * from]) * 0.5f, half = f[from] * 0.5f;
        v[0] = f[0]; v[step] = sum + half; v[2 * step] = sum - half; v[3 * step] = f[2 * from];
    }

    static void filter_transposed(const Vector* v, int step, Vector* f, int to) {
        Vector sum = (v[step] + v[2 * step]) * 0.5f, difference = (v[step] - v[2 * step]) * 0.5f;
        f[0] = v[0] + sum; f[to] = difference; f[2 * to] = sum + v[3 * step];
    }

    static void result(const Vector* v, int step, Vector* y, int to) {
        y[0] = v[0] + v[step] + v[2 * step]; y[to] = v[step] - v[2 * step] - v[3 * step];
    }

    static void result_transposed(const Vector* y, int from, Vector* v, int step) {
        v[0] = y[0]; v[step] = y[0] + y[from]; v[2 * step] = y[0] - y[from]; v[3 * step] = _mm512_setzero_ps() - y[from];
    }
};

template <> struct Axis<4> {
    static void data(Vector* v, int step) {
        Vector a = v[0], b = v[step], c = v[2 * step], d = v[3 * step], e = v[4 * step], f = v[5 * step];
        Vector even = e - c * 4.0f, odd = d - b * 4.0f, even2 = e - c, odd2 = (d - b) * 2.0f;
        v[0] = a * 4.0f - c * 5.0f + e;
        v[step] = even + odd; v[2 * step] = even - odd;
        v[3 * step] = even2 + odd2; v[4 * step] = even2 - odd2;
        v[5 * step] = b * 4.0f - d * 5.0f + f;
    }

    static void filter(const Vector* f, int from, Vector* v, int step) {
        Vector sum = (f[0] + f[2 * from]) * (-1.0f / 6), middle = f[from] * (-1.0f / 6);
        Vector sum2 = f[0] * (1.0f / 24) + f[2 * from] * (1.0f / 6), middle2 = f[from] * (1.0f / 12);
        v[0] = f[0] * 0.25f;
        v[step] = sum + middle; v[2 * step] = sum - middle;
        v[3 * step] = sum2 + middle2; v[4 * step] = sum2 - middle2;
        v[5 * step] = f[2 * from];
    }

    static void filter_transposed(const Vector* v, int step, Vector* f, int to) {
        Vector sum = (v[step] + v[2 * step]) * (-1.0f / 6), difference = (v[step] - v[2 * step]) * (-1.0f / 6);
        Vector sum2 = v[3 * step] + v[4 * step], difference2 = v[3 * step] - v[4 * step];
        f[0] = v[0] * 0.25f + sum + sum2 * (1.0f / 24);
        f[to] = difference + difference2 * (1.0f / 12);
        f[2 * to] = sum + sum2 * (1.0f / 6) + v[5 * step];
    }

    static void result(const Vector* v, int step, Vector* y, int to) {
        Vector sum = v[step] + v[2 * step], difference = v[step] - v[2 * step], sum2 = v[3 * step] + v[4 * step], difference2 = v[3 * step] - v[4 * step];
        y[0] = v[0] + sum + sum2;
        y[to] = difference + difference2 * 2.0f;
        y[2 * to] = sum + sum2 * 4.0f;
        y[3 * to] = difference + difference2 * 8.0f + v[5 * step];
    }

    static void result_transposed(const Vector* y, int from, Vector* v, int step) {
        Vector even = y[0] + y[2 * from], odd = y[from] + y[3 * from];
        Vector even2 = y[0] + y[2 * from] * 4.0f, odd2 = y[from] * 2.0f + y[3 * from] * 8.0f;
        v[0] = y[0];
        v[step] = even + odd; v[2 * step] = even - odd;
        v[3 * step] = even2 + odd2; v[4 * step] = even2 - odd2;
        v[5 * step] = y[3 * from];
    }
};

// A tile of Side x Side results, the window of Size x Size positions they depend on, and as many points at which the transforms multiply.
template <int Side> struct Transform {
    static constexpr int Size = Side + 2, Points = Size * Size, Results = Side * Side;

    static void data(Vector* v) {
        for (int i = 0; i < Size; i++) Axis<Side>::data(v + i, Size);
        for (int i = 0; i < Size; i++) Axis<Side>::data(v + Size * i, 1);
    }

    static void filter(const Vector* f, Vector* v) {
        Vector half[3 * Size];
        for (int i = 0; i < 3; i++) Axis<Side>::filter(f + i, 3, half + i, 3);
        for (int i = 0; i < Size; i++) Axis<Side>::filter(half + 3 * i, 1, v + Size * i, 1);
    }

    static void filter_transposed(const Vector* v, Vector* f) {
        Vector half[3 * Size];
        for (int i = 0; i < Size; i++) Axis<Side>::filter_transposed(v + i, Size, half + i, Size);
        for (int i = 0; i < 3; i++) Axis<Side>::filter_transposed(half + Size * i, 1, f + 3 * i, 1);
    }

    static void result(const Vector* v, Vector* y) {
        Vector half[Side * Size];
        for (int i = 0; i < Size; i++) Axis<Side>::result(v + i, Size, half + i, Size);
        for (int i = 0; i < Side; i++) Axis<Side>::result(half + Size * i, 1, y + Side * i, 1);
    }

    static void result_transposed(const Vector* y, Vector* v) {
        Vector half[Side * Size];
        for (int i = 0; i < Side; i++) Axis<Side>::result_transposed(y + i, Side, half + i, Side);
        for (int i = 0; i < Size; i++) Axis<Side>::result_transposed(half + Side * i, 1, v + Size * i, 1);
    }
};

// The tiles of a batch in order of image, row, column; `channels` is that of the map they are cut from.
template <int Side> struct Tiles {
    using T = Transform<Side>;
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
