#!/usr/bin/env bash
# Makes the viewer's folder, which any web server can serve as it is: build.sh FOLDER. See README.md.
set -euo pipefail
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../..
[[ $# -eq 1 ]] || { echo "build.sh: name a folder for the site" >&2; exit 2; }
site=$(realpath -m "$1")
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
[[ ! -e $site || -e $site/vaec-image.js ]] || { echo "build.sh: $site is no viewer, so it is left alone" >&2; exit 3; }

cd "$root"
rm -rf .build/viewer/published
dotnet publish tools/viewer -c Release --artifacts-path .build/viewer/artifacts -o .build/viewer/published -v q --tl:off
# What single pictures need of the weights.
mkdir .build/viewer/published/wwwroot/weights
cp model/weights/models.json model/weights/{hvae,preview,pixelcnn}-*.safetensors .build/viewer/published/wwwroot/weights
cp LICENSE .build/viewer/published/wwwroot
rm -rf "$site"
mkdir -p "$(dirname "$site")"
mv .build/viewer/published/wwwroot "$site"
