#!/usr/bin/env bash
# The gallery of 'vaecodec serve' in headless Chromium (Debian package chromium; run.sh --install installs it), by the tests' build. Ends with
# 'gallery: N passed, N failed, N skipped'. test.sh calls it. Screenshots are left in .build/gallery.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
root=$(realpath "$here/../..")
work=$root/.build/gallery
kind=gallery
. "$here/../browser.sh"
[[ ${1:-} != --install ]] || install_chromium

tool=$root/tests/Tool.Tests/bin/Release/net10.0/VaeCodec.Tool.dll server=$root/tests/Server.Tests/bin/Release/net10.0/VaeCodec.Server.dll
if [[ ! -e $tool || ! -e $server ]]; then
    skip page "the tests are not built"
    end
fi
has_browser page || end

rm -rf "$work"
mkdir -p "$work"
pictures=("$root"/../shared/data/kodak/kodim{04,08,15,23}.png)
[[ -e ${pictures[0]} ]] || pictures=("$root"/corpus/{sample,rgba,gray,deep}.png)
dotnet "$tool" store init "$work/store" --always-encode
dotnet "$tool" store add "$work/store" "${pictures[@]}" >"$work/added.txt"
touch "$work/address.txt"
dotnet "$server" "$work/store" --listen 127.0.0.1:0 >>"$work/address.txt" &
serving=$!
trap 'kill "$serving" 2>/dev/null && wait "$serving" || true' EXIT
for ((i = 0; i < 600; i++)); do
    grep -q ' at http' "$work/address.txt" && break
    kill -0 "$serving" 2>/dev/null || break
    sleep 0.1
done
address=$(sed -n 's/.* at \(http.*\)/\1/p' "$work/address.txt")
if [[ -z $address ]]; then
    echo "gallery: the server does not start: FAILED"
    failed=1
    end
fi
try_page page "$here/page.mjs" "$address" "$work" "${#pictures[@]}"
end
