// Arithmetic on bfloat16 with AVX-512 BF16: sums are kept in fp32.
#pragma once
#include "bf16.h"
#include <immintrin.h>
#include <cstdlib>
#include <new>

namespace vaecodec {

// Two bfloat16 of neighbouring summands, the unit of the dot product instruction: the even one in the low half.
using Pair = uint32_t;
using Vector = __m512;

// A vector's values; rows and columns of a product that are in registers at once.
constexpr int Lanes = 16, Rows = 8, Columns = 2 * Lanes;

// Memory that begins with a cache line.
template <class T> class Buffer {
  public:
    explicit Buffer(int64_t count) : memory_(static_cast<T*>(std::aligned_alloc(64, (count * sizeof(T) + 63) / 64 * 64))) {
        if (!memory_) throw std::bad_alloc();
    }
    ~Buffer() { std::free(memory_); }
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    operator T*() const { return memory_; }

  private:
    T* memory_;
};

inline Vector load(const bf16* p) {
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p))), 16));
}

inline void store(bf16* p, Vector v) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), (__m256i)_mm512_cvtneps_pbh(v)); }

inline void store_pairs(Pair* p, Vector even, Vector odd) {
    const __m512i order = _mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
    _mm512_storeu_si512(p, _mm512_permutexvar_epi16(order, (__m512i)_mm512_cvtne2ps_pbh(odd, even)));
}

// c[r][j] (+)= sum over p of the products in a[r * row_step + p * pair_step] and b[p * columns + j]. `columns` is a multiple of Columns;
// rows are taken up to a multiple of Rows: there must be memory behind a's and c's last, and c's is overwritten.
template <bool Add> void multiply(const Pair* a, int64_t row_step, int64_t pair_step, const Pair* b, int64_t rows, int64_t pairs, int64_t columns, float* c) {
    for (int64_t j = 0; j < columns; j += Columns)
        for (int64_t r = 0; r < rows; r += Rows) {
            Vector sum[Rows][2];
            float* to = c + r * columns + j;
#pragma GCC unroll 8
            for (int i = 0; i < Rows; i++) {
                sum[i][0] = Add ? _mm512_loadu_ps(to + i * columns) : _mm512_setzero_ps();
                sum[i][1] = Add ? _mm512_loadu_ps(to + i * columns + Lanes) : _mm512_setzero_ps();
            }
            const Pair* left = a + r * row_step;
            const Pair* right = b + j;
            for (int64_t p = 0; p < pairs; p++, left += pair_step, right += columns) {
                __m512bh b0 = (__m512bh)_mm512_loadu_si512(right), b1 = (__m512bh)_mm512_loadu_si512(right + Lanes);
#pragma GCC unroll 8
                for (int i = 0; i < Rows; i++) {
                    __m512bh v = (__m512bh)_mm512_set1_epi32(static_cast<int>(left[i * row_step]));
                    sum[i][0] = _mm512_dpbf16_ps(sum[i][0], v, b0);
                    sum[i][1] = _mm512_dpbf16_ps(sum[i][1], v, b1);
                }
            }
#pragma GCC unroll 8
            for (int i = 0; i < Rows; i++) {
                _mm512_storeu_ps(to + i * columns, sum[i][0]);
                _mm512_storeu_ps(to + i * columns + Lanes, sum[i][1]);
            }
        }
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
