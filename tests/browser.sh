# What tests of pages share: their count, and headless Chromium by Playwright. Sourced by scripts that have set $root and $kind, with which lines begin.
passed=0 failed=0 skipped=0
npm=$root/.build/npm-browser

skip() {
    skipped=$((skipped + 1))
    echo "$kind: $1 skipped: $2"
}

# NAME COMMAND...: one script, which prints what it did.
try() {
    local name=$1 began=$SECONDS
    if "${@:2}"; then
        passed=$((passed + 1))
        echo "$kind: $name, $((SECONDS - began)) s"
    else
        failed=$((failed + 1))
        echo "$kind: $name FAILED"
    fi
}

end() {
    echo "$kind: $passed passed, $failed failed, $skipped skipped"
    [[ $failed -eq 0 ]]
    exit
}

install_chromium() {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
}

# NAME: whether a page can be opened; if not, that its test is skipped, and why.
has_browser() {
    if ! command -v node >/dev/null; then
        skip "$1" "there is no node"
    elif ! command -v chromium >/dev/null; then
        skip "$1" "there is no chromium"
    elif [[ ! -d $npm/node_modules/playwright-core ]] && ! npm install --silent --no-audit --no-fund --prefix "$npm" playwright-core@1.65.1 >/dev/null; then
        skip "$1" "npm's package playwright-core cannot be had"
    else
        return 0
    fi
    return 1
}

# NAME COMMAND...: a script for Node that opens a page.
try_page() {
    try "$1" timeout 600 env NODE_PATH="$npm/node_modules" node "${@:2}"
}
