// Measures a residual block forwards and back on one thread, as the trainer calls it, in GMAC per processor second (plain convolutions counted,
// 15 C^2 a position forwards and back). See measure.sh.
#include "kernels.h"
#include <cstdio>
#include <ctime>
#include <functional>
#include <random>
#include <vector>

static double seconds() {
    timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

static double rate(double macs, const std::function<void()>& run) {
    run();
    int count = 0;
    double began = seconds();
    do { run(); count++; } while (seconds() - began < 0.7);
    return macs * count / (seconds() - began) / 1e9;
}

static std::vector<float> random_values(int64_t count, float scale) {
    static std::mt19937 generator(1);
    std::normal_distribution<float> normal(0, scale);
    std::vector<float> values(count);
    for (float& v : values) v = normal(generator);
    return values;
}

int main() {
    std::printf("channels  side  images  forward  both\n");
    const int64_t shapes[][3] = {{64, 64, 4}, {128, 32, 4}, {160, 32, 4}, {192, 16, 4}, {224, 16, 4}, {192, 8, 4}, {128, 4, 4}, {224, 16, 8}, {192, 8, 8}};
    for (auto& s : shapes) {
        const int64_t c = s[0], side = s[1], n = s[2], embedding = 64, films = c + c / 2, map = n * side * side * c;
        auto x = random_values(map, 1), direction = random_values(map, 1), e = random_values(n * embedding, 1), conv3 = random_values(c / 2 * c * 9, 0.05f),
            bias3 = random_values(c / 2, 1), conv1 = random_values(c * c / 2, 0.1f), bias1 = random_values(c, 1), film = random_values(films * embedding, 0.1f),
            film_bias = random_values(films, 1);
        std::vector<float> inner(map / 2), modulation(n * films), out(map), by_x(map), by_e(e.size()), by_conv3(conv3.size()), by_bias3(bias3.size()),
            by_conv1(conv1.size()), by_bias1(bias1.size()), by_film(film.size()), by_film_bias(films);
        vaec_block_shape shape{n, side, side, c, embedding, c / 2};
        if (!vaec_block_f32_supported(&shape)) { std::printf("not supported here\n"); return 1; }
        vaec_block_parameters p{conv3.data(), bias3.data(), conv1.data(), bias1.data(), film.data(), film_bias.data()};
        vaec_block_gradients g{by_conv3.data(), by_bias3.data(), by_conv1.data(), by_bias1.data(), by_film.data(), by_film_bias.data()};
        auto forward = [&] { vaec_block_f32_forward(&shape, &p, 0.1f, x.data(), e.data(), inner.data(), modulation.data(), out.data()); };
        auto both = [&] {
            forward();
            vaec_block_f32_backward(&shape, &p, 0.1f, x.data(), e.data(), inner.data(), modulation.data(), direction.data(), by_x.data(), by_e.data(), &g);
        };
        double macs = 5.0 * c * c * n * side * side;
        std::printf("%8ld %5ld %7ld %8.1f %5.1f\n", c, side, n, rate(macs, forward), rate(3 * macs, both));
        std::fflush(stdout);
    }
}
