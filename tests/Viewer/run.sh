#!/usr/bin/env bash
# The viewer: every golden file by its WebAssembly in Node, with the machine's own fused multiply-add and without; then its page in headless Chromium, where
# that is installed (Debian package chromium; run.sh --install does it). Ends with 'viewer: N passed, N failed, N skipped'. test.sh calls it.
# Screenshots are left in .build/viewer/pictures.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
root=$(realpath "$here/../..")
work=$root/.build/viewer
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
mkdir -p "$work/pictures"
kind=viewer
. "$here/../browser.sh"

[[ ${1:-} != --install ]] || install_chromium

if ! command -v node >/dev/null; then
    skip all "there is no node"
    end
elif ! dotnet restore "$root/tools/viewer" --artifacts-path "$work/artifacts" -v q >"$work/build.log" 2>&1; then
    skip all ".NET's WebAssembly packs cannot be had: $(tail -n 1 "$work/build.log")"
    end
elif ! "$root/tools/viewer/build.sh" "$work/site" >"$work/build.log" 2>&1; then
    tail -n 5 "$work/build.log"
    echo "viewer: the build FAILED"
    failed=1
    end
fi

try plain node "$here/golden.mjs" "$work/site" plain
try fused node --experimental-wasm-relaxed-simd "$here/golden.mjs" "$work/site" fused

has_browser page || end
picture=$root/../shared/data/kodak/kodim23.png
[[ -e $picture ]] || picture=$root/corpus/sample.png
tool=$root/tests/Tool.Tests/bin/Release/net10.0/VaeCodec.Tool.dll
vaecodec=("$root/vaecodec")
[[ ! -e $tool ]] || vaecodec=(dotnet "$tool")
name=$(basename "$picture" .png)
cp "$picture" "$work/pictures/$name.png"
"${vaecodec[@]}" encode "$picture" -o "$work/pictures/$name.vaec" --strip --force
crc=$("${vaecodec[@]}" info "$work/pictures/$name.vaec" --json | sed 's/.*"pixels_crc32c":"\([^"]*\)".*/\1/')
try_page page "$here/page.mjs" "$work/site" "$work/pictures" "$name" "$crc"
end
