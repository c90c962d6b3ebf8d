// Tiles of fp32 maps in AVX2, for the transforms of winograd.h.
#pragma once
#include "f32_vectors.h"
#include "winograd.h"

namespace vaecodec::f32 {

// Distance of the points of a transform with `count` elements each: a cache line more, or the points' streams would share cache sets.
constexpr int64_t point_step(int64_t count) { return count + 16; }

// The tiles of a batch in order of image, row, column; `channels` is that of the map they are cut from. Tiles at the right and lower border
// may reach beyond the map: what is there is zero when it is read, and left out when it is written.
template <int Side> struct Tiles {
    using T = Transform<Vector, Side>;
    static constexpr int Points = T::Points;

    int64_t images, height, width, channels;

    int64_t across() const { return (width + Side - 1) / Side; }
    int64_t per_image() const { return (height + Side - 1) / Side * across(); }
    int64_t count() const { return images * per_image(); }

    // A tile's image, and its upper left corner.
    struct Place {
        int64_t image, top, left;
    };
    Place place(int64_t tile) const {
        int64_t inside = tile % per_image();
        return {tile / per_image(), inside / across() * Side, inside % across() * Side};
    }
    int64_t offset(const Place& p, int64_t y, int64_t x) const { return ((p.image * height + p.top + y) * width + p.left + x) * channels; }
    bool holds(const Place& p, int64_t y, int64_t x) const { return uint64_t(p.top + y) < uint64_t(height) && uint64_t(p.left + x) < uint64_t(width); }

    // Where a tile's window lies; outside of the map that is at `zeros`.
    void window(const float* map, const float* zeros, int64_t tile, const float** positions) const {
        Place p = place(tile);
        for (int y = 0; y < T::Size; y++)
            for (int x = 0; x < T::Size; x++) positions[T::Size * y + x] = holds(p, y - 1, x - 1) ? map + offset(p, y - 1, x - 1) : zeros;
    }

    // Offset of each of a tile's results in its map; -1 beyond the border.
    void results(int64_t tile, int64_t* offsets) const {
        Place p = place(tile);
        for (int y = 0; y < Side; y++)
            for (int x = 0; x < Side; x++) offsets[Side * y + x] = holds(p, y, x) ? offset(p, y, x) : -1;
    }

    // Transformed windows, [point][tile][channel].
    void data(const float* map, const float* zeros, int64_t first, int64_t count, float* to) const {
        const int64_t step = point_step(count * channels);
        for (int64_t t = 0; t < count; t++) {
            const float* positions[Points];
            window(map, zeros, first + t, positions);
            for (int64_t c = 0; c < channels; c += Lanes) {
                Vector v[Points];
                for (int i = 0; i < Points; i++) v[i] = load(positions[i] + c);
                T::data(v);
                for (int i = 0; i < Points; i++) store(to + i * step + t * channels + c, v[i]);
            }
        }
    }

    // The transposed transform of the tiles themselves, [point][tile][channel].
    void transposed_results(const float* map, const float* zeros, int64_t first, int64_t count, float* to) const {
        const int64_t step = point_step(count * channels);
        for (int64_t t = 0; t < count; t++) {
            int64_t offsets[T::Results];
            results(first + t, offsets);
            for (int64_t c = 0; c < channels; c += Lanes) {
                Vector v[Points], y[T::Results];
                for (int i = 0; i < T::Results; i++) y[i] = load((offsets[i] < 0 ? zeros : map + offsets[i]) + c);
                T::result_transposed(y, v);
                for (int i = 0; i < Points; i++) store(to + i * step + t * channels + c, v[i]);
            }
        }
    }

    // At every point the product of the transformed data [tile][depth] and filters, to [point][tile][columns].
    static void multiply_points(const float* data, const float* filters, int64_t count, int64_t depth, int64_t columns, float* to) {
        for (int i = 0; i < Points; i++)
            multiply<false>(data + i * point_step(count * depth), depth, 1, packed(filters + i * depth * columns, depth), count, depth, columns,
                to + i * point_step(count * columns));
    }

    // A tile's results from its products, of a vector of `columns` channels.
    static void transform_results(const float* products, int64_t count, int64_t tile, int64_t columns, int64_t c, Vector* y) {
        Vector v[Points];
        for (int i = 0; i < Points; i++) v[i] = load(products + i * point_step(count * columns) + tile * columns + c);
        T::result(v, y);
    }
};

// Filters [C/2][3][3][C] for the convolution itself, packed with C/2 columns: [point][C/2 / Columns][C][Columns].
template <class T> void pack_filters(const float* conv3, int64_t channels, float* to) {
    const int64_t half = channels / 2;
    for (int64_t o = 0; o < half; o += Lanes)
        for (int64_t c = 0; c < channels; c += Lanes) {
            Vector v[Lanes][T::Points];
            for (int k = 0; k < Lanes; k++) {
                Vector f[9];
                for (int i = 0; i < 9; i++) f[i] = load(conv3 + ((o + k) * 9 + i) * channels + c);
                T::filter(f, v[k]);
            }
            for (int i = 0; i < T::Points; i++) {
                Vector column[Lanes];
                for (int k = 0; k < Lanes; k++) column[k] = v[k][i];
                transpose(column);
                float* at = to + i * channels * half + (o / Columns * channels + c) * Columns + o % Columns;
                for (int k = 0; k < Lanes; k++) store(at + k * Columns, column[k]);
            }
        }
}

// The same filters turned by 180 degrees, from outputs to inputs, packed with C columns: [point][C / Columns][C/2][Columns].
template <class T> void pack_turned_filters(const float* conv3, int64_t channels, float* to) {
    const int64_t half = channels / 2;
    for (int64_t o = 0; o < half; o++)
        for (int64_t c = 0; c < channels; c += Lanes) {
            Vector f[9], v[T::Points];
            for (int i = 0; i < 9; i++) f[i] = load(conv3 + (o * 9 + 8 - i) * channels + c);
            T::filter(f, v);
            for (int i = 0; i < T::Points; i++) store(to + i * channels * half + (c / Columns * half + o) * Columns + c % Columns, v[i]);
        }
}

}  // namespace vaecodec::f32
