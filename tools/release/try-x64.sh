#!/usr/bin/env bash
# Decodes every golden picture with the linux-x64 archive, by each of its programs that runs here, and encodes two: try-x64.sh ARCHIVES.
set -euo pipefail
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../..
[[ $# -eq 1 ]] || { echo "try-x64.sh: name the folder of the archives" >&2; exit 2; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tar -xzf "$1"/vaecodec-[0-9]*-linux-x64.tar.gz --strip-components=1 -C "$folder"
programs=(vaecodec vaecodec-v3)
grep -q ' avx512vl ' /proc/cpuinfo && programs+=(vaecodec-v4)

for program in "${programs[@]}"; do
    "$root/tests/Processors/golden.sh" "$folder/of-$program" "$folder/$program"
    diff "$folder/of-vaecodec/crcs" "$folder/of-$program/crcs"
    echo "$program: $(wc -l <"$folder/of-$program/crcs") pictures decoded and encoded as by ${programs[0]}"
done
