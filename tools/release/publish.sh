#!/usr/bin/env bash
# Makes archives that need no .NET on the machine: publish.sh FOLDER SYSTEM... (linux-x64, linux-arm64, win-x64, osx-arm64; all if none is named), of the
# command and, for Linux, of its server, which is unpacked over it. SHA256SUMS has their checksums.
# linux-x64 is compiled to machine code alone, which starts soonest, once for AVX2 and once for AVX-512 (Debian packages clang and zlib1g-dev).
set -euo pipefail
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../..
[[ $# -gt 0 ]] || { echo "publish.sh: name a folder for the archives" >&2; exit 2; }
archives=$(realpath -m "$1")
systems=("${@:2}")
[[ ${#systems[@]} -gt 0 ]] || systems=(linux-x64 linux-arm64 win-x64 osx-arm64)
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$root/Directory.Build.props")
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
cd "$root"
mkdir -p "$archives"

# PROJECT FOLDER OPTION...
publish() {
    dotnet publish "$1" -c Release --artifacts-path .build/publishing/artifacts -v q --tl:off -o "$2" -r "$system" -p:DebugType=none "${@:3}"
    rm -f "$2"/*.xml
}

# Compiled ahead; what a processor can do beyond that is compiled at run time.
ahead=(--self-contained -p:PublishReadyToRun=true)

# NAME FILE...: what is below .build/publishing. The same files give the same archive.
archive() {
    tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(git log -1 --format=%ct)" -C .build/publishing -c "${@:2}" | gzip -n >"$archives/$1.tar.gz"
}

for system in "${systems[@]}"; do
    name=vaecodec-$version-$system
    folder=.build/publishing/$name
    rm -rf "$folder"
    if [[ $system == linux-x64 ]]; then
        for level in v3 v4; do
            publish tools/vaecodec "$folder" -p:PublishAot=true -p:IlcInstructionSet=x86-64-$level
            mv "$folder/VaeCodec.Tool" "$folder/vaecodec-$level"
        done
        install -m 755 tools/release/start.sh "$folder/vaecodec"
    else
        publish tools/vaecodec "$folder" "${ahead[@]}"
        suffix=$([[ $system == win-* ]] && echo .exe || true)
        mv "$folder/VaeCodec.Tool$suffix" "$folder/vaecodec$suffix"
    fi
    cp LICENSE README.md "$folder"
    # libvips and what is in it have licences of their own.
    cp "$(ls -d "${NUGET_PACKAGES:-$HOME/.nuget/packages}/netvips.native.$system"/*/ | tail -n 1)THIRD-PARTY-NOTICES.md" "$folder"
    archive "$name" "$name"

    if [[ $system == linux-* ]]; then
        publish tools/server "$folder/serve" "${ahead[@]}"
        # What the command has already.
        rm -rf "$folder/serve/weights"
        ln -s ../weights "$folder/serve/weights"
        for library in "$folder"/libvips*; do
            ln -sf "../${library##*/}" "$folder/serve/${library##*/}"
        done
        archive "vaecodec-serve-$version-$system" "$name/serve"
    fi
done

cd "$archives"
sha256sum vaecodec-*"$version"-*.tar.gz | tee SHA256SUMS
