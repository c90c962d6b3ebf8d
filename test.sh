#!/usr/bin/env bash
# Installs what the tests need, runs all of them, tests/Processors, tests/Viewer and tests/Gallery, and ends with a line 'N passed, N failed, N skipped'.
# Further arguments go to dotnet test: ./test.sh --filter FullyQualifiedName~Images
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# A compiler for the kernels of the trainer; the peers of the benchmark; the index of a store of many machines.
packages=(g++ libjpeg-turbo-progs webp libavif-bin libjxl-tools libopenjp2-tools libjxl-devtools postgresql)
missing=()
for package in "${packages[@]}"; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [[ $status == installed ]] || missing+=("$package")
done
if [[ ${#missing[@]} -gt 0 ]]; then
    if [[ $EUID -eq 0 ]] && command -v apt-get >/dev/null; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    else
        echo "test.sh: not root, so these Debian packages stay missing, and tests that need them will fail: ${missing[*]}"
    fi
fi

# What speaks like S3, for the blobs of such a store; without it and PostgreSQL the tests that need both are skipped.
if [[ ! -d .build/npm/node_modules/s3rver ]] && ! npm install --silent --no-save --no-audit --no-fund --prefix .build/npm s3rver@3.7.1 >/dev/null; then
    echo "test.sh: npm's package s3rver stays missing, and tests that need it are skipped"
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
result=0
dotnet test VaeCodec.sln -c Release "$@" 2>&1 | tee "$log" || result=$?
# The program that they built, by other processors; not where some tests alone are wanted.
[[ $# -gt 0 ]] || tests/Processors/run.sh 2>&1 | tee -a "$log" || result=$?
# It as WebAssembly.
[[ $# -gt 0 ]] || tests/Viewer/run.sh 2>&1 | tee -a "$log" || result=$?
# The server's page.
[[ $# -gt 0 ]] || tests/Gallery/run.sh 2>&1 | tee -a "$log" || result=$?

# Each project ends with: Passed!  - Failed: 0, Passed: 12, Skipped: 1, Total: 13, Duration: ...
read -r passed failed skipped < <(awk '
    match($0, /- Failed: +[0-9]+, Passed: +[0-9]+, Skipped: +[0-9]+/) {
        split(substr($0, RSTART, RLENGTH), part, /[^0-9]+/)
        failed += part[2]; passed += part[3]; skipped += part[4]
    }
    match($0, /^(processors|viewer|gallery): [0-9]+ passed, [0-9]+ failed, [0-9]+ skipped/) {
        split($0, part, /[^0-9]+/)
        passed += part[2]; failed += part[3]; skipped += part[4]
    }
    END { print passed + 0, failed + 0, skipped + 0 }' "$log")
if [[ $result -ne 0 && $failed -eq 0 ]]; then
    echo "A project did not build, or its run was cut short; that counts as one failure."
    failed=1
fi
[[ $failed -eq 0 ]] || result=1
echo "$passed passed, $failed failed, $skipped skipped"
exit "$result"
