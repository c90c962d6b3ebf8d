// vaecodec::latent_step: what training and evaluation do at a latent layer, as one operator with gradients. On the CPU in single precision and
// bfloat16 by the kernels of Kernels/kernels.h, everything else through libtorch's operators.
#include "../../Kernels/kernels.h"
#include <ATen/ATen.h>
#include <torch/library.h>
#include <torch/csrc/autograd/custom_function.h>
#include <cmath>
#include <tuple>
#include <utility>

namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// c10::optional in old libtorches, std::optional in new ones.
using OptionalTensor = decltype(std::declval<const c10::IValue&>().toOptional<Tensor>());

Tensor channels_last(const Tensor& t) { return t.contiguous(at::MemoryFormat::ChannelsLast); }

// Of maps that are stored channels last.
template <class Map> Map* maps(const Tensor& t) { return static_cast<Map*>(t.data_ptr()); }

// Below which mass the rate stops rising, and how many sigma beyond half a step its linear continuation starts.
constexpr double SmallestMass = 1e-6, FarTail = 5;

// The kernels by the type of the maps.
template <class Map> struct Kernel;
template <> struct Kernel<float> {
    static constexpr auto forward = vaec_latent_f32_forward;
    static constexpr auto backward = vaec_latent_f32_backward;
};
template <> struct Kernel<uint16_t> {
    static constexpr auto forward = vaec_latent_bf16_forward;
    static constexpr auto backward = vaec_latent_bf16_backward;
};

float* floats(const Tensor& t) { return t.data_ptr<float>(); }

vaec_latent_shape shape(const Tensor& posterior) { return {posterior.size(0), posterior.size(2) * posterior.size(3), posterior.size(1)}; }

// Runs a body with the C type of a tensor's elements.
template <class Body> void with_type(const Tensor& t, Body body) {
    if (t.scalar_type() == at::kFloat) body(float()); else body(uint16_t());
}

struct LatentStep : torch::autograd::Function<LatentStep> {
    static variable_list forward(AutogradContext* context, const Tensor& posterior, const Tensor& prior, const Tensor& log2_step, const OptionalTensor& noise,
        const vaec_latent_rule& rule) {
        Tensor q = channels_last(posterior), p = channels_last(prior), step = log2_step.to(at::kFloat).contiguous(), u;
        if (noise) u = channels_last(noise->to(at::kFloat));
        Tensor sent = at::empty_like(q), slope = at::empty_like(p), bits = at::empty({q.size(0)}, step.options());
        with_type(q, [&](auto type) {
            using Map = decltype(type);
            vaec_latent_shape size = shape(q);
            Kernel<Map>::forward(&size, &rule, maps<const Map>(q), maps<const Map>(p), floats(step), noise ? floats(u) : nullptr, maps<Map>(sent), floats(bits),
                maps<Map>(slope));
        });
        context->save_for_backward({slope});
        return {sent, bits};
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        Tensor slope = context->get_saved_variables()[0], by_sent = channels_last(gradients[0].to(slope.scalar_type())), by_bits = gradients[1].contiguous();
        Tensor by_posterior = at::empty_like(by_sent), by_prior = at::empty_like(slope);
        with_type(slope, [&](auto type) {
            using Map = decltype(type);
            vaec_latent_shape size = shape(by_sent);
            Kernel<Map>::backward(&size, maps<const Map>(slope), maps<const Map>(by_sent), floats(by_bits), maps<Map>(by_posterior), maps<Map>(by_prior));
        });
        return {by_posterior, by_prior, {}, {}, {}};
    }
};

// The same through libtorch's operators, at least in single precision.
std::tuple<Tensor, Tensor> by_operators(const Tensor& posterior, const Tensor& prior, const Tensor& log2_step, const OptionalTensor& noise,
    const vaec_latent_rule& rule) {
    at::ScalarType type = at::promote_types(posterior.scalar_type(), at::kFloat);
    Tensor per_step = at::exp2(-log2_step).to(type), mean = posterior.to(type) * per_step;
    std::vector<Tensor> halves = prior.to(type).chunk(2, 1);
    Tensor prior_mean = halves[0] * per_step, sigma = at::exp2(at::clamp(halves[1] - log2_step, rule.low, rule.high));
    Tensor round = (prior_mean + at::round(mean - prior_mean)).detach(), through = mean + (round - mean).detach();
    Tensor rated = rule.noisy ? mean + *noise - 0.5 : through, sent = rule.rounded ? through : rated;
    Tensor d = at::abs(rated - prior_mean), k = at::reciprocal(sigma * M_SQRT2);
    Tensor mass = 0.5 * (at::erfc((d - 0.5) * k) - at::erfc((d + 0.5) * k));
    // Far tails: the rate is bounded by a linear continuation, so that the gradient stays alive.
    Tensor bits = at::relu(d - sigma * FarTail - 0.5) - at::log2(at::clamp_min(mass, SmallestMass));
    return {(sent * at::exp2(log2_step)).to(posterior.scalar_type()), bits.sum({1, 2, 3})};
}

// Posterior mean [N, C, H, W], prior [N, 2 C, H, W] (means before log2 sigma), log2 of the quantisation step [N, 1, 1, 1], noise in [0, 1) like the
// posterior or none. To what the decoder gets, and the bits per sample.
std::tuple<Tensor, Tensor> latent_step(const Tensor& posterior, const Tensor& prior, const Tensor& log2_step, const OptionalTensor& noise, bool rounded,
    double low, double high) {
    TORCH_CHECK(prior.dim() == 4 && prior.size(1) == 2 * posterior.size(1) && prior.select(1, 0).sizes() == posterior.select(1, 0).sizes()
        && log2_step.numel() == posterior.size(0) && (!noise || noise->sizes() == posterior.sizes()), "latent_step: shapes do not fit each other");
    vaec_latent_rule rule{noise.has_value() ? 1 : 0, rounded || !noise ? 1 : 0, low, high};
    at::ScalarType type = posterior.scalar_type();
    if (!posterior.device().is_cpu() || prior.scalar_type() != type || (type != at::kFloat && type != at::kBFloat16))
        return by_operators(posterior, prior, log2_step, noise, rule);
    variable_list results = LatentStep::apply(posterior, prior, log2_step, noise, rule);
    return {results[0], results[1]};
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(vaecodec, library) {
    library.def("latent_step(Tensor posterior, Tensor prior, Tensor log2_step, Tensor? noise, bool rounded, float low, float high) -> (Tensor, Tensor)", latent_step);
}
