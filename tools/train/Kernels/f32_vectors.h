// Arithmetic in fp32 with AVX2 and FMA.
#pragma once
#include "buffer.h"
#include <immintrin.h>

namespace vaecodec::f32 {

using Vector = __m256;

// A vector's values; rows and columns of a product that are in registers at once: 12 sums, two vectors of the right side and one of the
// left.
constexpr int Lanes = 8, Rows = 6, Columns = 2 * Lanes;

inline Vector load(const float* p) { return _mm256_loadu_ps(p); }

inline void store(float* p, Vector v) { _mm256_storeu_ps(p, v); }

inline Vector all(float v) { return _mm256_set1_ps(v); }

// A matrix that is read by columns of `Columns`: [columns / Columns] of them `panel_step` apart, each with rows `row_step` apart.
struct Panels {
    const float* at;
    int64_t panel_step, row_step;
};

// As packed for a product: [columns / Columns][depth][Columns].
inline Panels packed(const float* at, int64_t depth) { return {at, depth * Columns, Columns}; }

// As rows of so many columns.
inline Panels rows(const float* at, int64_t columns) { return {at, Columns, columns}; }

// c[r][j] (+)= sum over p < depth of a[r * row_step + p * depth_step] * b[p][j] for R rows and one panel.
template <int R, bool Add>
inline void multiply_panel(const float* a, int64_t row_step, int64_t depth_step, const float* b, int64_t b_step, int64_t depth, float* c, int64_t c_step) {
    Vector sum[R][2];
#pragma GCC unroll 6
    for (int i = 0; i < R; i++) {
        sum[i][0] = Add ? load(c + i * c_step) : Vector{};
        sum[i][1] = Add ? load(c + i * c_step + Lanes) : Vector{};
    }
    for (int64_t p = 0; p < depth; p++, a += depth_step, b += b_step) {
        Vector b0 = load(b), b1 = load(b + Lanes);
#pragma GCC unroll 6
        for (int i = 0; i < R; i++) {
            Vector v = _mm256_broadcast_ss(a + i * row_step);
            sum[i][0] = _mm256_fmadd_ps(v, b0, sum[i][0]);
            sum[i][1] = _mm256_fmadd_ps(v, b1, sum[i][1]);
        }
    }
#pragma GCC unroll 6
    for (int i = 0; i < R; i++) {
        store(c + i * c_step, sum[i][0]);
        store(c + i * c_step + Lanes, sum[i][1]);
    }
}

// c [rows][columns] (+)= a b; `columns` is a multiple of Columns, rows of c are `columns` apart.
template <bool Add>
void multiply(const float* a, int64_t row_step, int64_t depth_step, Panels b, int64_t rows, int64_t depth, int64_t columns, float* c) {
    for (int64_t j = 0; j < columns; j += Columns, b.at += b.panel_step) {
        int64_t r = 0;
        for (; r + Rows <= rows; r += Rows)
            multiply_panel<Rows, Add>(a + r * row_step, row_step, depth_step, b.at, b.row_step, depth, c + r * columns + j, columns);
        const float* left = a + r * row_step;
        float* to = c + r * columns + j;
        switch (rows - r) {
            case 1: multiply_panel<1, Add>(left, row_step, depth_step, b.at, b.row_step, depth, to, columns); break;
            case 2: multiply_panel<2, Add>(left, row_step, depth_step, b.at, b.row_step, depth, to, columns); break;
            case 3: multiply_panel<3, Add>(left, row_step, depth_step, b.at, b.row_step, depth, to, columns); break;
            case 4: multiply_panel<4, Add>(left, row_step, depth_step, b.at, b.row_step, depth, to, columns); break;
            case 5: multiply_panel<5, Add>(left, row_step, depth_step, b.at, b.row_step, depth, to, columns); break;
            default: break;
        }
    }
}

// Eight vectors as a square matrix.
inline void transpose(Vector* v) {
    Vector pairs[Lanes], fours[Lanes];
    for (int i = 0; i < Lanes; i += 2) {
        pairs[i] = _mm256_unpacklo_ps(v[i], v[i + 1]);
        pairs[i + 1] = _mm256_unpackhi_ps(v[i], v[i + 1]);
    }
    for (int i = 0; i < Lanes; i += 4)
        for (int k = 0; k < 2; k++) {
            fours[i + 2 * k] = _mm256_shuffle_ps(pairs[i + k], pairs[i + 2 + k], 0x44);
            fours[i + 2 * k + 1] = _mm256_shuffle_ps(pairs[i + k], pairs[i + 2 + k], 0xEE);
        }
    for (int i = 0; i < 4; i++) {
        v[i] = _mm256_permute2f128_ps(fours[i], fours[i + 4], 0x20);
        v[i + 4] = _mm256_permute2f128_ps(fours[i], fours[i + 4], 0x31);
    }
}

// Of vectors whose length is a multiple of Lanes.
inline float dot(const float* a, const float* b, int64_t length) {
    Vector sum{};
    for (int64_t i = 0; i < length; i += Lanes) sum = _mm256_fmadd_ps(load(a + i), load(b + i), sum);
    __m128 half = _mm_add_ps(_mm256_castps256_ps128(sum), _mm256_extractf128_ps(sum, 1));
    half = _mm_add_ps(half, _mm_movehl_ps(half, half));
    return _mm_cvtss_f32(_mm_add_ss(half, _mm_movehdup_ps(half)));
}

inline void add_scaled(float* to, float factor, const float* from, int64_t length) {
    for (int64_t i = 0; i < length; i += Lanes) store(to + i, _mm256_fmadd_ps(all(factor), load(from + i), load(to + i)));
}

}  // namespace vaecodec::f32
