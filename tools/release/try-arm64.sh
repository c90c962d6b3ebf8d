#!/usr/bin/env bash
# Decodes every golden picture with the linux-arm64 archive on this machine, by qemu, with NEON and without: try-arm64.sh ARCHIVES. Some minutes.
set -euo pipefail
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../..
[[ $# -eq 1 ]] || { echo "try-arm64.sh: name the folder of the archives" >&2; exit 2; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tar -xzf "$1"/vaecodec-[0-9]*-linux-arm64.tar.gz --strip-components=1 -C "$folder"
for hardware in 1 0; do
    DOTNET_EnableHWIntrinsic=$hardware "$root/tests/Processors/golden.sh" "$folder/of-$hardware" \
        "$root/tests/Processors/arm64.sh" "$folder/arm64" "$folder/vaecodec"
    diff "$folder/of-1/crcs" "$folder/of-$hardware/crcs"
    echo "$([[ $hardware == 1 ]] && echo NEON || echo 'no intrinsics'): $(wc -l <"$folder/of-$hardware/crcs") pictures decoded and encoded"
done
