// Arithmetic on bfloat16 with AVX-512 BF16: sums are kept in fp32.
#pragma once
#include "bf16.h"
#include "buffer.h"
#include <immintrin.h>

namespace vaecodec {

// Two bfloat16 of neighbouring summands, the unit of the dot product instruction: the even one in the low half.
using Pair = uint32_t;
using Vector = __m512;

// A vector's values; rows and columns of a product that are in registers at once.
constexpr int Lanes = 16, Rows = 8, Columns = 2 * Lanes;

inline Vector load(const bf16* p) {
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p))), 16));
}

inline void store(bf16* p, Vector v) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), (__m256i)_mm512_cvtneps_pbh(v)); }

inline void store_pairs(Pair* p, Vector even, Vector odd) {
    const __m512i order = _mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
    _mm512_storeu_si512(p, _mm512_permutexvar_epi16(order, (__m512i)_mm512_cvtne2ps_pbh(odd, even)));
}

// c[r][j] (+)= sum over p of the products in a[r * row_step + p * pair_step] and b[p * columns + j], for Wide vectors of columns.
template <bool Add, int Wide>
void multiply_columns(const Pair* a, int64_t row_step, int64_t pair_step, const Pair* b, int64_t rows, int64_t pairs, int64_t columns, float* c) {
    for (int64_t r = 0; r < rows; r += Rows) {
        Vector sum[Rows][Wide];
        float* to = c + r * columns;
#pragma GCC unroll 8
        for (int i = 0; i < Rows; i++)
#pragma GCC unroll 2
            for (int k = 0; k < Wide; k++) sum[i][k] = Add ? _mm512_loadu_ps(to + i * columns + k * Lanes) : _mm512_setzero_ps();
        const Pair* left = a + r * row_step;
        const Pair* right = b;
        for (int64_t p = 0; p < pairs; p++, left += pair_step, right += columns) {
            __m512bh value[Wide];
#pragma GCC unroll 2
            for (int k = 0; k < Wide; k++) value[k] = (__m512bh)_mm512_loadu_si512(right + k * Lanes);
#pragma GCC unroll 8
            for (int i = 0; i < Rows; i++) {
                __m512bh v = (__m512bh)_mm512_set1_epi32(static_cast<int>(left[i * row_step]));
#pragma GCC unroll 2
                for (int k = 0; k < Wide; k++) sum[i][k] = _mm512_dpbf16_ps(sum[i][k], v, value[k]);
            }
        }
#pragma GCC unroll 8
        for (int i = 0; i < Rows; i++)
#pragma GCC unroll 2
            for (int k = 0; k < Wide; k++) _mm512_storeu_ps(to + i * columns + k * Lanes, sum[i][k]);
    }
}

// The same for all columns, a multiple of Lanes; rows are taken up to a multiple of Rows: there must be memory behind a's and c's last, and
// c's is overwritten.
template <bool Add> void multiply(const Pair* a, int64_t row_step, int64_t pair_step, const Pair* b, int64_t rows, int64_t pairs, int64_t columns, float* c) {
    int64_t j = 0;
    for (; j + Columns <= columns; j += Columns) multiply_columns<Add, 2>(a, row_step, pair_step, b + j, rows, pairs, columns, c + j);
    if (j < columns) multiply_columns<Add, 1>(a, row_step, pair_step, b + j, rows, pairs, columns, c + j);
}

// Rows that a product of so many takes.
inline int64_t rows_up(int64_t rows) { return (rows + Rows - 1) / Rows * Rows; }

// Of vectors whose length is a multiple of Lanes.
inline float dot(const float* a, const float* b, int64_t length) {
    Vector sum = _mm512_setzero_ps();
    for (int64_t i = 0; i < length; i += Lanes) sum += _mm512_loadu_ps(a + i) * _mm512_loadu_ps(b + i);
    return _mm512_reduce_add_ps(sum);
}

inline void add_scaled(float* to, float factor, const float* from, int64_t length) {
    for (int64_t i = 0; i < length; i += Lanes) _mm512_storeu_ps(to + i, _mm512_loadu_ps(to + i) + factor * _mm512_loadu_ps(from + i));
}

}  // namespace vaecodec
