#!/bin/bash
# Builds measure.cpp with the kernels for AVX2 and runs it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
g++ -std=c++17 -O3 -mavx2 -mfma -Wno-ignored-attributes "$here/block_f32.cpp" "$here/measure.cpp" -o "$scratch/measure"
"$scratch/measure"
