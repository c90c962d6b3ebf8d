#ifdef __AVX512F__
#include "orthogonal.h"

namespace vaecodec {

void orthogonal_avx512(const vaec_newton_schulz& rule, int64_t rows, int64_t columns, const float* matrix, float* to) {
    Orthogonal<16>::run(rule, rows, columns, matrix, to);
}

}  // namespace vaecodec
#endif
