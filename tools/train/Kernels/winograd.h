// The transforms of 3x3 convolutions in tiles (Lavin and Gray 2016, "Fast Algorithms for Convolutional Neural Networks", section 4): data,
// filters and results go through linear transforms, between which they meet in products at (side + 2)^2 points for side^2 results. For any
// vector type of the compiler; one per processor family.
#pragma once

namespace vaecodec {

// The matrices of F(side, 3), each along one axis of values `step` apart: data, filters and their transpose, results and their transpose.
template <class Vector, int Side> struct Axis;

template <class Vector> struct Axis<Vector, 2> {
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
        v[0] = y[0]; v[step] = y[0] + y[from]; v[2 * step] = y[0] - y[from]; v[3 * step] = Vector{} - y[from];
    }
};

template <class Vector> struct Axis<Vector, 4> {
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
template <class Vector, int Side> struct Transform {
    static constexpr int Size = Side + 2, Points = Size * Size, Results = Side * Side;

    static void data(Vector* v) {
        for (int i = 0; i < Size; i++) Axis<Vector, Side>::data(v + i, Size);
        for (int i = 0; i < Size; i++) Axis<Vector, Side>::data(v + Size * i, 1);
    }

    static void filter(const Vector* f, Vector* v) {
        Vector half[3 * Size];
        for (int i = 0; i < 3; i++) Axis<Vector, Side>::filter(f + i, 3, half + i, 3);
        for (int i = 0; i < Size; i++) Axis<Vector, Side>::filter(half + 3 * i, 1, v + Size * i, 1);
    }

    static void filter_transposed(const Vector* v, Vector* f) {
        Vector half[3 * Size];
        for (int i = 0; i < Size; i++) Axis<Vector, Side>::filter_transposed(v + i, Size, half + i, Size);
        for (int i = 0; i < 3; i++) Axis<Vector, Side>::filter_transposed(half + Size * i, 1, f + 3 * i, 1);
    }

    static void result(const Vector* v, Vector* y) {
        Vector half[Side * Size];
        for (int i = 0; i < Size; i++) Axis<Vector, Side>::result(v + i, Size, half + i, Size);
        for (int i = 0; i < Side; i++) Axis<Vector, Side>::result(half + Size * i, 1, y + Side * i, 1);
    }

    static void result_transposed(const Vector* y, Vector* v) {
        Vector half[Side * Size];
        for (int i = 0; i < Side; i++) Axis<Vector, Side>::result_transposed(y + i, Side, half + i, Side);
        for (int i = 0; i < Size; i++) Axis<Vector, Side>::result_transposed(half + Side * i, 1, v + Size * i, 1);
    }
};

}  // namespace vaecodec
