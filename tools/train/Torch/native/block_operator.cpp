// vaecodec::block: a residual block as one operator, with gradients. Maps in bfloat16 on a processor with AVX-512 BF16 go to the fused
// kernels of winograd_block.h, everything else through libtorch's operators.
#include "winograd_block.h"
#include <torch/library.h>
#include <torch/csrc/autograd/custom_function.h>
#include <algorithm>
#include <array>

namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

vaecodec::bf16* maps(const Tensor& t) { return reinterpret_cast<vaecodec::bf16*>(t.data_ptr<at::BFloat16>()); }

float* floats(const Tensor& t) { return t.data_ptr<float>(); }

vaecodec::BlockShape shape(const Tensor& x, const Tensor& e) { return {x.size(0), x.size(2), x.size(3), x.size(1), e.size(1)}; }

// conv3, bias3, conv1, bias1, film, film_bias.
using Parameters = std::array<Tensor, 6>;

Parameters in_memory_order(const Parameters& p) {
    return {p[0].contiguous(at::MemoryFormat::ChannelsLast), p[1].contiguous(), p[2].contiguous(), p[3].contiguous(), p[4].contiguous(), p[5].contiguous()};
}

template <class Float> vaecodec::BlockParameters<Float> pointers(const Parameters& p) {
    return {floats(p[0]), floats(p[1]), floats(p[2]), floats(p[3]), floats(p[4]), floats(p[5])};
}

struct FusedBlock : torch::autograd::Function<FusedBlock> {
    static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& conv3, const Tensor& bias3, const Tensor& conv1, const Tensor& bias1,
        const Tensor& film, const Tensor& film_bias, const Tensor& e, double slope) {
        Tensor map = x.contiguous(at::MemoryFormat::ChannelsLast), out = at::empty_like(map), embedding = e.contiguous();
        Tensor inner = at::empty({x.size(0), x.size(1) / 2, x.size(2), x.size(3)}, map.options(), at::MemoryFormat::ChannelsLast);
        Tensor scale = at::empty({x.size(0), x.size(1)}, embedding.options());
        Parameters p = in_memory_order({conv3, bias3, conv1, bias1, film, film_bias});
        vaecodec::block_forward(shape(map, embedding), pointers<const float>(p), slope, maps(map), floats(embedding), maps(inner), floats(scale), maps(out));
        context->saved_data["slope"] = slope;
        context->save_for_backward({conv3, bias3, conv1, bias1, film, film_bias, map, embedding, inner, scale});
        return out;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        variable_list saved = context->get_saved_variables();
        Parameters p = in_memory_order({saved[0], saved[1], saved[2], saved[3], saved[4], saved[5]}), to;
        std::transform(p.begin(), p.end(), to.begin(), [](const Tensor& t) { return at::empty_like(t); });
        const Tensor &x = saved[6], &e = saved[7], &inner = saved[8], &scale = saved[9];
        Tensor gradient = gradients[0].to(x.scalar_type()).contiguous(at::MemoryFormat::ChannelsLast);
        Tensor x_gradient = at::empty_like(x), e_gradient = at::empty_like(e);
        vaecodec::block_backward(shape(x, e), pointers<const float>(p), context->saved_data["slope"].toDouble(), maps(x), floats(e), maps(inner), floats(scale),
            maps(gradient), maps(x_gradient), floats(e_gradient), pointers<float>(to));
        return {x_gradient, to[0], to[1], to[2], to[3], to[4], to[5], e_gradient, {}};
    }
};

// x + film(e) * conv1(leaky_relu(conv3(x))); x [N, C, H, W], e [N, embedding].
Tensor block(const Tensor& x, const Tensor& conv3, const Tensor& bias3, const Tensor& conv1, const Tensor& bias1, const Tensor& film, const Tensor& film_bias,
    const Tensor& e, double slope) {
    if (x.device().is_cpu() && x.scalar_type() == at::kBFloat16 && conv3.scalar_type() == at::kFloat && shape(x, e).supported())
        return FusedBlock::apply(x, conv3, bias3, conv1, bias1, film, film_bias, e.to(at::kFloat), slope);
    Tensor inner = at::conv2d(x, conv3, bias3, 1, 1);
    Tensor change = at::conv2d(at::leaky_relu_(inner, slope), conv1, bias1);
    Tensor scale = at::linear(e, film, film_bias).to(x.scalar_type());
    return at::addcmul(x, change.to(x.scalar_type()), scale.unsqueeze(2).unsqueeze(3));
}

}  // namespace

TORCH_LIBRARY(vaecodec, library) {
    library.def("block(Tensor x, Tensor conv3, Tensor bias3, Tensor conv1, Tensor bias1, Tensor film, Tensor film_bias, Tensor e, float slope) -> Tensor", block);
}
