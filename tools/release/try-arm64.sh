#!/usr/bin/env bash
# Decodes golden files with the linux-arm64 build on this machine, by qemu: try-arm64.sh ARCHIVES. Each must give the checksum that x86-64 gives.
# Needs the Debian package qemu-user-static, and apt for the libraries of arm64, which go into a folder of their own.
set -euo pipefail
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../..
[[ $# -eq 1 ]] || { echo "try-arm64.sh: name the folder of the archives" >&2; exit 2; }
archives=$(realpath "$1")

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tar -xzf "$archives"/vaecodec-*-linux-arm64.tar.gz --strip-components=1 -C "$folder"

mkdir -p "$folder"/apt/{state/lists/partial,cache/archives/partial} "$folder/system"
apt=(apt-get -qq -o APT::Architecture=arm64 -o APT::Architectures::=arm64 -o "Dir::State=$folder/apt/state" -o "Dir::Cache=$folder/apt/cache"
    -o Dir::State::status=/dev/null)
cd "$folder/apt"
"${apt[@]}" update
"${apt[@]}" download libc6 libgcc-s1 libstdc++6 libssl3 zlib1g 2>/dev/null
for package in ./*.deb; do
    dpkg-deb -x "$package" "$folder/system"
done

# Small ones without exact pixels: qemu takes a hundred times as long.
export QEMU_LD_PREFIX=$folder/system
for name in hvae-r1-lossy-rgb-97x65 hvae-r1-lossy-gray-61x47 hvae-r1-lossy-rgba-58x41; do
    expected=$(sed -n "s/.*\"file\":\"$name.vaec\".*\"pixels_crc32c\":\"\([0-9a-f]*\)\".*/\1/p" "$root/corpus/golden/golden.json")
    for hardware in 1 0; do
        told=$(DOTNET_EnableHWIntrinsic=$hardware qemu-aarch64-static "$folder/vaecodec" decode "$root/corpus/golden/$name.vaec" \
            -o "$folder/out.ppm" --force --json | sed 's/.*"pixels_crc32c":"\([0-9a-f]*\)".*/\1/')
        echo "$name, $([[ $hardware == 1 ]] && echo NEON || echo 'no intrinsics'): $told"
        [[ $told == "$expected" ]] || { echo "try-arm64.sh: x86-64 gives $expected" >&2; exit 1; }
    done
done
