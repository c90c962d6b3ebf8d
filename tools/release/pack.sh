#!/usr/bin/env bash
# Makes the NuGet packages in a folder: pack.sh [FOLDER [SYSTEM...]]. The tool is packed for the systems named (linux-x64 and the like), or for this one.
set -euo pipefail
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../..
feed=$(realpath -m "${1:-$root/.build/packages}")
systems=("${@:2}")
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
cd "$root"

# Apart from other builds, which have other symbols and paths.
common=(-c Release --artifacts-path .build/packing -v q --tl:off -o "$feed")
for project in model/weights codec codec/images codec/interop/imagesharp codec/interop/skiasharp; do
    dotnet pack "$project" "${common[@]}"
done
[[ ${#systems[@]} -gt 0 ]] || systems=("$(dotnet --info | awk '$1 == "RID:" { print $2 }')")
# The tool starts sooner with code compiled ahead; a processor without the instructions of that compiles anew.
dotnet pack tools/vaecodec "${common[@]}" -p:PublishReadyToRun=true "-p:ToolPackageRuntimeIdentifiers=\"$(IFS=';' && echo "${systems[*]}")\""
ls -l "$feed"
