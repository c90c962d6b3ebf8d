#!/usr/bin/env bash
# Decodes every golden picture with the linux-x64 archive, by each of its programs that runs here, and encodes one: try-x64.sh ARCHIVES.
set -euo pipefail
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../..
[[ $# -eq 1 ]] || { echo "try-x64.sh: name the folder of the archives" >&2; exit 2; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tar -xzf "$1"/vaecodec-*-linux-x64.tar.gz --strip-components=1 -C "$folder"
programs=("$folder/vaecodec" "$folder/vaecodec-v3")
grep -q ' avx512vl ' /proc/cpuinfo && programs+=("$folder/vaecodec-v4")

for program in "${programs[@]}"; do
    files=0
    while IFS=, read -r name expected; do
        told=$("$program" decode "$root/corpus/golden/$name" -o "$folder/out.ppm" --force --json 2>"$folder/errors" \
            | sed 's/.*"pixels_crc32c":"\([0-9a-f]*\)".*/\1/')
        [[ $told == "$expected" ]] || { echo "try-x64.sh: ${program##*/} decodes $name to '$told', not $expected" >&2; cat "$folder/errors" >&2; exit 1; }
        files=$((files + 1))
    done < <(sed -n 's/.*"file":"\([^"]*\.vaec\)".*"pixels_crc32c":"\([0-9a-f]*\)".*/\1,\2/p' "$root/corpus/golden/golden.json")
    "$program" encode "$root/corpus/sample.png" -o "$folder/${program##*/}.vaec" --force >"$folder/told"
    cmp "$folder/${program##*/}.vaec" "$folder/vaecodec.vaec"
    echo "${program##*/}: $files golden files, one picture encoded"
done
