#!/usr/bin/env bash
# Decodes every golden file and encodes two small pictures by one command: golden.sh FOLDER COMMAND... writes into FOLDER/crcs a line for each picture,
# the file and the CRC-32C of its pixels (NAME.8.vaec: at an eighth), and one for each encoding, the file and the beginning of
# its SHA-256. Fails where corpus/golden has others.
set -euo pipefail
corpus=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../corpus
[[ $# -ge 2 ]] || { echo "golden.sh: name a folder and a command" >&2; exit 2; }
folder=$1
command=("${@:2}")
rm -rf "$folder"
mkdir -p "$folder/pictures/small"

# FILE PICTURE CRC of each object that has a checksum of pixels; a picture of an archive has a name of its own.
expected() {
    sed -n 's/.*"file":"\([^"]*\)".*/\1 &/p' "$corpus/golden/golden.json" | while read -r file line; do
        if [[ $file == *.vaea ]]; then
            grep -o '{"name":"[^}]*}' <<<"$line" | sed 's/{"name":"\([^"]*\)".*"pixels_crc32c":"\([^"]*\)".*/\1 \2/' | sed "s:^:$file/:"
        else
            sed 's/.*"pixels_crc32c":"\([^"]*\)".*/'"$file"' \1/' <<<"$line"
        fi
    done
    # Small pictures, of those that show all layers at an eighth.
    sed -n 's/^\(.*\)\.vaec,8,8,\(.*\)/\1.8.vaec \2/p' "$corpus/golden/previews.csv"
}

# NAME CRC of each object that decode --json and extract --json print.
told() {
    grep -o '"output":"[^"]*"\|"pixels_crc32c":"[^"]*"' | paste -d ' ' - - | sed 's/"output":"[^"]*\/\([^"/]*\)\.png" "pixels_crc32c":"\([^"]*\)"/\1 \2/'
}

mapfile -t small < <(sed -n "s:^\(.*\),8,8,.*:$corpus/golden/\1:p" "$corpus/golden/previews.csv")
{
    "${command[@]}" decode "$corpus"/golden/*.vaec -o "$folder/pictures" --json | told | sed 's/ /.vaec /'
    "${command[@]}" decode "${small[@]}" --scale 8 -o "$folder/pictures/small" --json \
        | told | sed 's/ /.8.vaec /'
    for archive in "$corpus"/golden/*.vaea; do
        name=$(basename "$archive")
        "${command[@]}" archive extract "$archive" -o "$folder/pictures/$name" --json | told | sed "s:^\(.*\) :$name/\1.png :"
    done
} | LC_ALL=C sort >"$folder/crcs"
expected | LC_ALL=C sort | diff - "$folder/crcs" >"$folder/differences" || {
    echo "golden.sh: ${command[*]} decodes other pixels (< what golden.json has, > what came out):" >&2
    cat "$folder/differences" >&2
    exit 1
}

# What an encoder writes may change with a version; by all processors it is the same.
"${command[@]}" encode "$corpus/rgba.png" -o "$folder/lossy.vaec" >"$folder/told"
"${command[@]}" encode "$folder/pictures/hvae-r1-lossy-noise-20x36.png" --lossless -o "$folder/lossless.vaec" >"$folder/told"
(cd "$folder" && sha256sum lossy.vaec lossless.vaec | sed 's/^\(........\)[^ ]*  \(.*\)/encode-\2 \1/') >>"$folder/crcs"
