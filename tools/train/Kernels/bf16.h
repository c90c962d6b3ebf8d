#pragma once
#include <cstdint>

namespace vaecodec {

// The bits of a bfloat16.
using bf16 = uint16_t;

}  // namespace vaecodec
