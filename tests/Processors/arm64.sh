#!/usr/bin/env bash
# Runs a command of arm64 on another machine by qemu: arm64.sh FOLDER [COMMAND...]. FOLDER gets the libraries that it needs, by apt, unless it has them.
# Fails with 69 where qemu (Debian package qemu-user-static) or the libraries cannot be had.
set -euo pipefail
unavailable=69
[[ $# -ge 1 ]] || { echo "arm64.sh: name a folder" >&2; exit 2; }
folder=$(realpath -m "$1")

if ! command -v qemu-aarch64-static >/dev/null; then
    [[ $EUID -eq 0 ]] && command -v apt-get >/dev/null \
        && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends qemu-user-static >/dev/null 2>&1 \
        || { echo "arm64.sh: no qemu-aarch64-static, and qemu-user-static cannot be installed" >&2; exit $unavailable; }
fi

fetch() {
    mkdir -p "$folder"/apt/{state/lists/partial,cache/archives/partial} "$folder/system.new"
    local apt=(apt-get -qq -o APT::Architecture=arm64 -o APT::Architectures::=arm64 -o "Dir::State=$folder/apt/state" -o "Dir::Cache=$folder/apt/cache"
        -o Dir::State::status=/dev/null)
    cd "$folder/apt"
    "${apt[@]}" update && "${apt[@]}" download libc6 libgcc-s1 libstdc++6 libssl3 zlib1g || return
    local package
    for package in ./*.deb; do
        dpkg-deb -x "$package" "$folder/system.new" || return
    done
    mv "$folder/system.new" "$folder/system"
}

[[ -d $folder/system ]] || (fetch) >"$folder.log" 2>&1 || { echo "arm64.sh: no libraries of arm64:" >&2; tail -n 3 "$folder.log" >&2; exit $unavailable; }
[[ $# -gt 1 ]] || exit 0
export QEMU_LD_PREFIX=$folder/system
exec qemu-aarch64-static "${@:2}"
