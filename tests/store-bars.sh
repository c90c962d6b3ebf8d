#!/usr/bin/env bash
# Measures what docs/store.md, docs/batch.md and docs/server.md tell of stores: store-bars.sh PHOTOS [PICTURES].
# PHOTOS is a folder of photographs, PICTURES how many crops of 256 x 256 to put while the command is killed 20 times (20000 take hours). Needs what test.sh installs; tests print the figures.
set -euo pipefail
[[ $# -ge 1 ]] || { echo "store-bars.sh: name a folder of photographs" >&2; exit 2; }
photos=$(realpath "$1")
pictures=${2:-20000}
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

run() {
    dotnet build "$1.Tests" -c Release -v q --tl:off
    dotnet "$1.Tests/bin/Release/net10.0/VaeCodec.$1.Tests.dll" -noColor -showLiveOutput -method "VaeCodec.$1.Tests.$2"
}

VAECODEC_INDEX_ROWS=1000000 run Store Index.LookupTests.WhatIsLookedUpIsFound
VAECODEC_KILLS=20 VAECODEC_KILL_PICTURES=$pictures VAECODEC_KILL_PHOTOS=$photos run Tool Store.StoreKillTests.WhatIsAcknowledgedIsKept
VAECODEC_BATCH_PICTURES=2000 run Batch Commands.WorkTests.TwoWorkersAgainstOne
VAECODEC_SERVER_REQUESTS=5000 VAECODEC_SERVER_PHOTOS=$photos run Server Load.LoadTests.EveryAnswerIsThePlannedOne
VAECODEC_SERVER_HOSTILE=500 run Server Hostile.HostileTests.NobodyComesOutOfTheStoreAndNobodyElseFeelsIt
