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
passed=0 failed=0 skipped=0

skip() {
    skipped=$((skipped + 1))
    echo "viewer: $1 skipped: $2"
}

# NAME COMMAND...: one script, which prints what it did.
try() {
    local name=$1 began=$SECONDS
    if "${@:2}"; then
        passed=$((passed + 1))
        echo "viewer: $name, $((SECONDS - began)) s"
    else
        failed=$((failed + 1))
        echo "viewer: $name FAILED"
    fi
}

end() {
    echo "viewer: $passed passed, $failed failed, $skipped skipped"
    [[ $failed -eq 0 ]]
    exit
}

if [[ ${1:-} == --install ]]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
fi

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

npm=$root/.build/npm-viewer
if ! command -v chromium >/dev/null; then
    skip page "there is no chromium"
elif [[ ! -d $npm/node_modules/playwright-core ]] && ! npm install --silent --no-audit --no-fund --prefix "$npm" playwright-core@1.65.1 >/dev/null; then
    skip page "npm's package playwright-core cannot be had"
else
    picture=$root/../shared/data/kodak/kodim23.png
    [[ -e $picture ]] || picture=$root/corpus/sample.png
    tool=$root/tests/Tool.Tests/bin/Release/net10.0/VaeCodec.Tool.dll
    vaecodec=("$root/vaecodec")
    [[ ! -e $tool ]] || vaecodec=(dotnet "$tool")
    name=$(basename "$picture" .png)
    cp "$picture" "$work/pictures/$name.png"
    "${vaecodec[@]}" encode "$picture" -o "$work/pictures/$name.vaec" --strip --force
    crc=$("${vaecodec[@]}" info "$work/pictures/$name.vaec" --json | sed 's/.*"pixels_crc32c":"\([^"]*\)".*/\1/')
    try page env NODE_PATH="$npm/node_modules" node "$here/page.mjs" "$work/site" "$work/pictures" "$name" "$crc"
fi
end
