#!/usr/bin/env bash
# Makes the command as archives that need no .NET on the machine: publish.sh FOLDER SYSTEM... (linux-x64, linux-arm64, win-x64, osx-arm64; all if none is named).
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

for system in "${systems[@]}"; do
    name=vaecodec-$version-$system
    folder=.build/publishing/$name
    rm -rf "$folder"
    # Compiled ahead; what a processor can do beyond that is compiled at run time.
    dotnet publish tools/vaecodec -c Release --artifacts-path .build/publishing/artifacts -v q --tl:off -o "$folder" \
        -r "$system" --self-contained -p:PublishReadyToRun=true -p:DebugType=none
    suffix=$([[ $system == win-* ]] && echo .exe || true)
    mv "$folder/VaeCodec.Tool$suffix" "$folder/vaecodec$suffix"
    rm -f "$folder"/*.xml
    cp LICENSE README.md "$folder"
    # The same files give the same archive.
    tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(git log -1 --format=%ct)" -C .build/publishing -c "$name" \
        | gzip -n >"$archives/$name.tar.gz"
done

cd "$archives"
sha256sum vaecodec-"$version"-*.tar.gz | tee SHA256SUMS
