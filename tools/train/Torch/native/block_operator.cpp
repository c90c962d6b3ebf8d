// vaecodec::block: a residual block as one operator, with gradients. Maps in fp32 on a processor with AVX2, and in bfloat16 on one with
// AVX-512 BF16, go to the fused kernels of Kernels/kernels.h, everything else through libtorch's operators.
#include "../../Kernels/kernels.h"
#include <torch/library.h>
#include <torch/csrc/autograd/custom_function.h>
#include <algorithm>
#include <array>

namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

float* floats(const Tensor& t) { return t.data_ptr<float>(); }

// The kernels by the type of the maps.
template <class Map> struct Kernel;

template <> struct Kernel<float> {
    static constexpr auto supported = vaec_block_f32_supported;
    static constexpr auto forward = vaec_block_f32_forward;
    static constexpr auto backward = vaec_block_f32_backward;
};

template <> struct Kernel<uint16_t> {
    static constexpr auto supported = vaec_block_bf16_supported;
    static constexpr auto forward = vaec_block_bf16_forward;
    static constexpr auto backward = vaec_block_bf16_backward;
};

template <class Map> Map* maps(const Tensor& t) { return static_cast<Map*>(t.data_ptr()); }

vaec_block_shape shape(const Tensor& x, const Tensor& e, const Tensor& film_bias) {
    return {x.size(0), x.size(2), x.size(3), x.size(1), e.size(1), film_bias.size(0) - x.size(1)};
}

// conv3, bias3, conv1, bias1, film, film_bias.
using Parameters = std::array<Tensor, 6>;

Parameters in_memory_order(const Parameters& p) {
    return {p[0].contiguous(at::MemoryFormat::ChannelsLast), p[1].contiguous(), p[2].contiguous(), p[3].contiguous(), p[4].contiguous(), p[5].contiguous()};
}

template <class Pointers> Pointers pointers(const Parameters& p) {
    return {floats(p[0]), floats(p[1]), floats(p[2]), floats(p[3]), floats(p[4]), floats(p[5])};
}

template <class Map> struct FusedBlock : torch::autograd::Function<FusedBlock<Map>> {
    static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& conv3, const Tensor& bias3, const Tensor& conv1, const Tensor& bias1,
        const Tensor& film, const Tensor& film_bias, const Tensor& e, double slope) {
        Tensor map = x.contiguous(at::MemoryFormat::ChannelsLast), out = at::empty_like(map), embedding = e.contiguous();
        Tensor inner = at::empty({x.size(0), x.size(1) / 2, x.size(2), x.size(3)}, map.options(), at::MemoryFormat::ChannelsLast);
        Tensor modulation = at::empty({x.size(0), film.size(0)}, embedding.options());
        Parameters p = in_memory_order({conv3, bias3, conv1, bias1, film, film_bias});
        vaec_block_shape size = shape(map, embedding, film_bias);
        vaec_block_parameters parameters = pointers<vaec_block_parameters>(p);
        Kernel<Map>::forward(&size, &parameters, slope, maps<Map>(map), floats(embedding), maps<Map>(inner), floats(modulation), maps<Map>(out));
        context->saved_data["slope"] = slope;
        context->save_for_backward({conv3, bias3, conv1, bias1, film, film_bias, map, embedding, inner, modulation});
        return out;
    }

    static variable_list backward(AutogradContext* context, const variable_list& by) {
        variable_list saved = context->get_saved_variables();
        Parameters p = in_memory_order({saved[0], saved[1], saved[2], saved[3], saved[4], saved[5]}), to;
        std::transform(p.begin(), p.end(), to.begin(), [](const Tensor& t) { return at::empty_like(t); });
        const Tensor &x = saved[6], &e = saved[7], &inner = saved[8], &modulation = saved[9];
        Tensor gradient = by[0].to(x.scalar_type()).contiguous(at::MemoryFormat::ChannelsLast);
        Tensor x_gradient = at::empty_like(x), e_gradient = at::empty_like(e);
        vaec_block_shape size = shape(x, e, saved[5]);
        vaec_block_parameters parameters = pointers<vaec_block_parameters>(p);
        vaec_block_gradients gradients = pointers<vaec_block_gradients>(to);
        Kernel<Map>::backward(&size, &parameters, context->saved_data["slope"].toDouble(), maps<Map>(x), floats(e), maps<Map>(inner), floats(modulation),
            maps<Map>(gradient), maps<Map>(x_gradient), floats(e_gradient), &gradients);
        return {x_gradient, to[0], to[1], to[2], to[3], to[4], to[5], e_gradient, {}};
    }
};

template <class Map> bool supported(const Tensor& x, const Tensor& e, const Tensor& film_bias) {
    vaec_block_shape size = shape(x, e, film_bias);
    return Kernel<Map>::supported(&size);
}

// x + scale(e) * conv1(leaky_relu(conv3(x) + shift(e))); x [N, C, H, W], e [N, embedding]; film makes C scales and, or not, C/2 shifts.
Tensor block(const Tensor& x, const Tensor& conv3, const Tensor& bias3, const Tensor& conv1, const Tensor& bias1, const Tensor& film, const Tensor& film_bias,
    const Tensor& e, double slope) {
    if (x.device().is_cpu() && conv3.scalar_type() == at::kFloat) {
        if (x.scalar_type() == at::kBFloat16 && supported<uint16_t>(x, e, film_bias))
            return FusedBlock<uint16_t>::apply(x, conv3, bias3, conv1, bias1, film, film_bias, e.to(at::kFloat), slope);
        if (x.scalar_type() == at::kFloat && supported<float>(x, e, film_bias))
            return FusedBlock<float>::apply(x, conv3, bias3, conv1, bias1, film, film_bias, e.to(at::kFloat), slope);
    }
    int64_t channels = x.size(1), shifts = film_bias.size(0) - channels;
    Tensor inner = at::conv2d(x, conv3, bias3, 1, 1), modulation = at::linear(e, film, film_bias).to(inner.scalar_type()).unsqueeze(2).unsqueeze(3);
    if (shifts > 0) inner = inner.add_(modulation.narrow(1, channels, shifts));
    Tensor change = at::conv2d(at::leaky_relu_(inner, slope), conv1, bias1);
    return at::addcmul(x, change.to(x.scalar_type()), modulation.narrow(1, 0, channels).to(x.scalar_type()));
}

}  // namespace

TORCH_LIBRARY(vaecodec, library) {
    library.def("block(Tensor x, Tensor conv3, Tensor bias3, Tensor conv1, Tensor bias1, Tensor film, Tensor film_bias, Tensor e, float slope) -> Tensor", block);
}
