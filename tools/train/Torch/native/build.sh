#!/bin/bash
# Compiles the shim, its operators and their kernels into one library: build.sh [OUTPUT.so]. LIBTORCH=/path names a libtorch (or a Python torch package
# folder) other than the system's.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
output=${1:-$here/../../../../.build/torch/libvaecodec_torch.so}
mkdir -p "$(dirname "$output")"
exec 9>"$output.lock"
flock 9
kernels=$here/../../Kernels
[[ -f $output && -z $(find "$here" "$kernels" -name '*.[ch]*' -newer "$output") ]] && exit 0      # another process has just built it

command -v g++ >/dev/null || { echo "g++ is missing: apt-get install -y g++ libtorch-dev libopenblas0-pthread" >&2; exit 3; }
flags=(-std=c++17 -O1 -fPIC -fvisibility=hidden -w)
if [[ -n ${LIBTORCH:-} ]]; then
    [[ -f $LIBTORCH/include/ATen/ATen.h ]] || { echo "LIBTORCH=$LIBTORCH has no include/ATen/ATen.h" >&2; exit 3; }
    flags+=(-I"$LIBTORCH/include")
    grep -q __cxx11 "$LIBTORCH/lib/libc10.so" || flags+=(-D_GLIBCXX_USE_CXX11_ABI=0)   # built with the old string ABI
    libraries=(-L"$LIBTORCH/lib" -Wl,-rpath,"$LIBTORCH/lib" -ltorch -ltorch_cpu -lc10)
    [[ -f $LIBTORCH/lib/libtorch_cuda.so ]] && libraries+=(-ltorch_cuda -lc10_cuda)
else
    [[ -f /usr/include/ATen/ATen.h ]] || { echo "libtorch is missing: apt-get install -y libtorch-dev libopenblas0-pthread g++" >&2; exit 3; }
    libraries=(-ltorch -ltorch_cpu -lc10)
fi

objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT
kernel=(-std=c++17 -O3 -fPIC -fvisibility=hidden -Wno-ignored-attributes)
bf16=() f32=()
[[ $(g++ -dumpmachine) == x86_64* ]] && bf16=(-mavx512f -mavx512bw -mavx512bf16) f32=(-mavx2 -mfma)
g++ "${kernel[@]}" "${bf16[@]}" -c "$kernels/block_bf16.cpp" -o "$objects/block_bf16.o"
g++ "${kernel[@]}" "${f32[@]}" -c "$kernels/block_f32.cpp" -o "$objects/block_f32.o"
g++ "${kernel[@]}" -ffast-math -fno-finite-math-only -c "$kernels/latent_rate.cpp" -o "$objects/latent.o"
for source in shim block_operator latent_operator; do
    g++ "${flags[@]}" -c "$here/$source.cpp" -o "$objects/$source.o"
done
g++ -shared "$objects"/*.o -o "$output.new" -Wl,--no-as-needed "${libraries[@]}"
mv "$output.new" "$output"
