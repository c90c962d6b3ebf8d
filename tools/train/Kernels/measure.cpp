// Measures a residual block forwards and back, as the trainer calls it: the fused kernels in fp32 beside libtorch's operators, on one
// thread, in GMAC per processor second (plain convolutions counted, 15 C^2 a position forwards and back). See measure.sh.
#include "kernels.h"
#include <torch/torch.h>
#include <ATen/Parallel.h>
#include <cstdio>
#include <ctime>
#include <functional>
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

int main() {
    at::set_num_threads(1);
    std::printf("channels  side  images  fused_forward  fused_both  libtorch_both  error\n");
    const int64_t shapes[][3] = {{64, 64, 4}, {128, 32, 4}, {160, 32, 4}, {192, 16, 4}, {224, 16, 4}, {192, 8, 4}, {128, 4, 4}, {224, 16, 8}, {192, 8, 8}};
    for (auto& s : shapes) {
        const int64_t c = s[0], side = s[1], n = s[2], embedding = 64;
        auto last = at::MemoryFormat::ChannelsLast;
        auto leaf = [](at::Tensor t) { return t.detach().requires_grad_(); };
        at::Tensor x = leaf(torch::randn({n, c, side, side}).contiguous(last)), conv3 = leaf((torch::randn({c / 2, c, 3, 3}) * 0.05).contiguous(last)),
            conv1 = leaf(torch::randn({c, c / 2, 1, 1}) * 0.1), bias3 = leaf(torch::randn({c / 2})), bias1 = leaf(torch::randn({c})),
            film = leaf(torch::randn({c + c / 2, embedding}) * 0.1), film_bias = leaf(torch::ones({c + c / 2})), e = leaf(torch::randn({n, embedding}));
        at::Tensor direction = torch::randn({n, c, side, side}).contiguous(last), y;
        auto plain = [&] {
            at::Tensor modulation = at::linear(e, film, film_bias), scale = modulation.narrow(1, 0, c), shift = modulation.narrow(1, c, c / 2);
            y = x + at::conv2d(at::leaky_relu(at::conv2d(x, conv3, bias3, 1, 1) + shift.unsqueeze(2).unsqueeze(3), 0.1), conv1, bias1)
                * scale.unsqueeze(2).unsqueeze(3);
            for (auto* t : {&x, &conv3, &conv1, &bias3, &bias1, &film, &film_bias, &e}) t->mutable_grad() = at::Tensor();
            y.backward(direction);
        };
        vaec_block_shape shape{n, side, side, c, embedding, c / 2};
        vaec_block_parameters p{conv3.data_ptr<float>(), bias3.data_ptr<float>(), conv1.data_ptr<float>(), bias1.data_ptr<float>(), film.data_ptr<float>(),
            film_bias.data_ptr<float>()};
        at::Tensor inner = torch::empty({n, c / 2, side, side}).contiguous(last), films = torch::empty({n, c + c / 2}), out = torch::empty_like(direction),
            gx = torch::empty_like(direction), g3 = torch::empty({c / 2, c, 3, 3}).contiguous(last), b3 = torch::empty({c / 2}), g1 = torch::empty({c, c / 2}),
            b1 = torch::empty({c}), gf = torch::empty({c + c / 2, embedding}), bf = torch::empty({c + c / 2}), ge = torch::empty({n, embedding});
        vaec_block_gradients g{g3.data_ptr<float>(), b3.data_ptr<float>(), g1.data_ptr<float>(), b1.data_ptr<float>(), gf.data_ptr<float>(), bf.data_ptr<float>()};
        if (!vaec_block_f32_supported(&shape)) { std::printf("not supported here\n"); return 1; }
        auto forward = [&] {
            vaec_block_f32_forward(&shape, &p, 0.1f, x.data_ptr<float>(), e.data_ptr<float>(), inner.data_ptr<float>(), films.data_ptr<float>(), out.data_ptr<float>());
        };
        auto both = [&] {
            forward();
            vaec_block_f32_backward(&shape, &p, 0.1f, x.data_ptr<float>(), e.data_ptr<float>(), inner.data_ptr<float>(), films.data_ptr<float>(),
                direction.data_ptr<float>(), gx.data_ptr<float>(), ge.data_ptr<float>(), &g);
        };
        double macs = 5.0 * c * c * n * side * side, f = rate(macs, forward), b = rate(3 * macs, both), l = rate(3 * macs, plain);
        auto error = [](const at::Tensor& a, const at::Tensor& b) { return ((a - b).norm() / b.norm()).item<double>(); };
        double worst = 0;
        for (double v : {error(out, y), error(gx, x.grad()), error(g3, conv3.grad()), error(b3, bias3.grad()), error(g1, conv1.grad().reshape({c, c / 2})),
                error(b1, bias1.grad()), error(gf, film.grad()), error(bf, film_bias.grad()), error(ge, e.grad())})
            worst = std::max(worst, v);
        std::printf("%8ld %5ld %7ld %14.1f %11.1f %14.1f  %.1e\n", c, side, n, f, b, l, worst);
        std::fflush(stdout);
    }
}
