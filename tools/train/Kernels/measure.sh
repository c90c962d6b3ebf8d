#!/bin/bash
# Builds measure.cpp against the system's libtorch and runs it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
g++ -std=c++17 -O3 -mavx2 -mfma -Wno-ignored-attributes -c "$here/block_f32.cpp" -o "$scratch/block.o"
g++ -std=c++17 -O1 -w -I/usr/include/torch/csrc/api/include "$here/measure.cpp" "$scratch/block.o" -o "$scratch/measure" -Wl,--no-as-needed -ltorch -ltorch_cpu -lc10
OMP_NUM_THREADS=1 "$scratch/measure"
