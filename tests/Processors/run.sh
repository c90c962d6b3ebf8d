#!/usr/bin/env bash
# The same bits by every processor that this machine can be: x86-64 as it is, with AVX2 at most and without vectors, by the tests' build; arm64 with NEON and
# without, by qemu and a build of its own. Prints what each gives for every golden file and for two encodings, and ends with 'processors: N passed, N failed,
# N skipped'. test.sh calls it.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
root=$here/../..
work=$root/.build/processors
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
mkdir -p "$work"
tool=$root/tests/Tool.Tests/bin/Release/net10.0/VaeCodec.Tool.dll
passed=0 failed=0 skipped=0
columns=()
cd "$work"

# NAME COMMAND...: one processor.
try() {
    local name=$1 began=$SECONDS
    if "$here/golden.sh" "$work/$name" "${@:2}"; then
        passed=$((passed + 1))
        columns+=("$name")
        echo "processors: $name, $((SECONDS - began)) s"
    else
        failed=$((failed + 1))
        echo "processors: $name FAILED" >&2
    fi
}

skip() {
    skipped=$((skipped + 1))
    echo "processors: $1 skipped: $2"
}

if [[ $(uname -m) == x86_64 ]]; then
    if grep -qm 1 ' avx512vl ' /proc/cpuinfo; then
        try AVX-512 dotnet "$tool"
    else
        skip AVX-512 "this processor has none"
    fi
    try AVX2 env DOTNET_EnableAVX512=0 dotnet "$tool"
    try x64-scalar env DOTNET_EnableHWIntrinsic=0 dotnet "$tool"

    # Compiled ahead, because compiling takes long by qemu.
    arm64=(arm64-NEON arm64-scalar)
    if ! "$here/arm64.sh" "$work/arm64-system" 2>"$work/why"; then
        for name in "${arm64[@]}"; do skip "$name" "$(tr '\n' ' ' <"$work/why")"; done
    elif ! dotnet publish "$root/tools/vaecodec" -c Release -r linux-arm64 --self-contained -p:PublishReadyToRun=true --artifacts-path "$work/arm64-build" \
        -o "$work/arm64-program" -v q --tl:off >"$work/build.log" 2>&1; then
        tail -n 5 "$work/build.log" >&2
        echo "processors: the linux-arm64 build FAILED" >&2
        failed=$((failed + ${#arm64[@]}))
    else
        try arm64-NEON "$here/arm64.sh" "$work/arm64-system" "$work/arm64-program/VaeCodec.Tool"
        try arm64-scalar env DOTNET_EnableHWIntrinsic=0 "$here/arm64.sh" "$work/arm64-system" "$work/arm64-program/VaeCodec.Tool"
    fi
else
    skip all "the machine is no x86-64"
fi

# Each decodes what golden.json says; that they encode the same, too, shows here.
for name in "${columns[@]:1}"; do
    if ! diff "$work/${columns[0]}/crcs" "$work/$name/crcs" >&2; then
        echo "processors: $name encodes otherwise than ${columns[0]}" >&2
        passed=$((passed - 1)) failed=$((failed + 1))
    fi
done
[[ ${#columns[@]} -eq 0 ]] || (
    echo "picture ${columns[*]}"
    cat "${columns[@]/%//crcs}" | awk '
        !($1 in line) { order[++count] = $1 }
        { line[$1] = line[$1] " " $2 }
        END { for (i = 1; i <= count; i++) print order[i] line[order[i]] }'
) | column -t
echo "processors: $passed passed, $failed failed, $skipped skipped"
[[ $failed -eq 0 ]]
