#if defined(__AVX2__) && defined(__FMA__)
#include "orthogonal.h"

namespace vaecodec {

void orthogonal_avx512(const vaec_newton_schulz& rule, int64_t rows, int64_t columns, const float* matrix, float* to);

}  // namespace vaecodec

int vaec_orthogonal_f32_supported(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

void vaec_orthogonal_f32(const vaec_newton_schulz* rule, int64_t rows, int64_t columns, const float* matrix, float* to) {
    (__builtin_cpu_supports("avx512f") ? vaecodec::orthogonal_avx512 : vaecodec::Orthogonal<8>::run)(*rule, rows, columns, matrix, to);
}
#else
#include "kernels.h"
#include <cstdlib>

int vaec_orthogonal_f32_supported(void) { return 0; }

void vaec_orthogonal_f32(const vaec_newton_schulz*, int64_t, int64_t, const float*, float*) { std::abort(); }
#endif
