// The Newton-Schulz iteration of Muon for one matrix, for vectors of `Width` floats: the same source is compiled for several processors.
#pragma once
#include "buffer.h"
#include "kernels.h"
#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace vaecodec {
namespace {      // sources are compiled for different processors: the linker must not give one the code of another

template <int Width> struct Orthogonal {
    typedef float Vector __attribute__((vector_size(4 * Width)));

    // Rows and columns of a product that are in registers at once; sides are filled up with zeros to a multiple of Step.
    static constexpr int64_t Rows = Width / 2, Columns = 2 * Width, Step = 32;

    static int64_t filled(int64_t side) { return (side + Step - 1) / Step * Step; }

    // Distance of rows: a cache line more, or rows whose length is a power of two would share cache sets.
    static int64_t pitch(int64_t side) { return filled(side) + 16; }

    static Vector load(const float* p) {
        Vector v;
        std::memcpy(&v, p, sizeof v);
        return v;
    }

    static void store(float* p, Vector v) { std::memcpy(p, &v, sizeof v); }

    // A matrix as it is read: its own rows `row` apart, or those of its transpose, `column` apart.
    struct View {
        const float* at;
        int64_t row, column;
    };

    // to = alpha a b + beta c, row by row; b's rows are `b_pitch` apart; c is like `to`, or null.
    static void multiply(float alpha, View a, const float* b, int64_t b_pitch, float beta, const float* c, int64_t rows, int64_t depth, int64_t columns, float* to,
        int64_t to_pitch) {
        for (int64_t j = 0; j < columns; j += Columns)
            for (int64_t r = 0; r < rows; r += Rows) {
                Vector sum[Rows][2] = {};
                const float* left = a.at + r * a.row;
                const float* right = b + j;
                for (int64_t p = 0; p < depth; p++, left += a.column, right += b_pitch) {
                    Vector first = load(right), second = load(right + Width);
#pragma GCC unroll 8
                    for (int i = 0; i < Rows; i++) {
                        sum[i][0] += left[i * a.row] * first;
                        sum[i][1] += left[i * a.row] * second;
                    }
                }
#pragma GCC unroll 8
                for (int i = 0; i < Rows; i++)
                    for (int k = 0; k < 2; k++) {
                        int64_t at = (r + i) * to_pitch + j + k * Width;
                        store(to + at, c ? alpha * sum[i][k] + beta * load(c + at) : alpha * sum[i][k]);
                    }
            }
    }

    // to[x][y] = from[y][x], in squares that stay in the cache.
    static void transpose(const float* from, int64_t from_pitch, int64_t rows, int64_t columns, float* to, int64_t to_pitch) {
        constexpr int64_t Side = 16;
        for (int64_t top = 0; top < rows; top += Side)
            for (int64_t left = 0; left < columns; left += Side)
                for (int64_t x = left; x < left + Side && x < columns; x++)
                    for (int64_t y = top; y < top + Side && y < rows; y++) to[x * to_pitch + y] = from[y * from_pitch + x];
    }

    // See kernels.h. With t as the tall one of the matrix x and its transpose: s = t' t, then s <- p s p and whole <- p whole with
    // p = a + b s + c s s, and at last whole x or x whole. All of these are polynomials of the same s: symmetric, and in any order.
    static void run(const vaec_newton_schulz& rule, int64_t rows, int64_t columns, const float* matrix, float* to) {
        const int64_t pitch_x = pitch(columns), low = filled(std::min(rows, columns)), tall = filled(std::max(rows, columns)), pitch_low = pitch(low);
        const int64_t filled_x = filled(rows) * pitch_x, square = low * pitch_low;
        Buffer<float> x(filled_x), result(filled_x), turned(rows < columns ? tall * pitch_low : 0), memory(5 * square);
        std::memset(x, 0, filled_x * sizeof(float));
        double squares = 0;
        for (int64_t i = 0; i < rows * columns; i++) squares += double(matrix[i]) * matrix[i];
        const float scale = static_cast<float>(1 / (std::sqrt(squares) + 1e-7));
        for (int64_t r = 0; r < rows; r++)
            for (int64_t c = 0; c < columns; c++) x[r * pitch_x + c] = scale * matrix[r * columns + c];
        if (rows < columns) transpose(x, pitch_x, low, tall, turned, pitch_low);
        const float* t = rows < columns ? turned : x;

        float *s = memory, *p = s + square, *half = p + square, *whole = half + square, *spare = whole + square;
        auto product = [&](float alpha, const float* a, const float* b, float beta, const float* c, float* into) {
            multiply(alpha, {a, pitch_low, 1}, b, pitch_low, beta, c, low, low, low, into, pitch_low);
        };
        multiply(1, {t, 1, pitch_low}, t, pitch_low, 0, nullptr, low, tall, low, s, pitch_low);
        for (int i = 0; i < rule.iterations; i++) {
            float* polynomial = i == 0 ? whole : p;
            product(rule.c, s, s, rule.b, s, polynomial);
            for (int64_t d = 0; d < low; d++) polynomial[d * pitch_low + d] += rule.a;
            if (i + 1 < rule.iterations) {
                product(1, polynomial, s, 0, nullptr, half);
                product(1, half, polynomial, 0, nullptr, s);
            }
            if (i > 0) {
                product(1, p, whole, 0, nullptr, spare);
                std::swap(whole, spare);
            }
        }
        if (rows < columns)
            multiply(1, {whole, pitch_low, 1}, x, pitch_x, 0, nullptr, low, low, tall, result, pitch_x);
        else
            multiply(1, {x, pitch_x, 1}, whole, pitch_low, 0, nullptr, tall, low, low, result, pitch_x);
        for (int64_t r = 0; r < rows; r++) std::memcpy(to + r * columns, result + r * pitch_x, columns * sizeof(float));
    }
};

}  // namespace
}  // namespace vaecodec
