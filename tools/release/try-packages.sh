#!/usr/bin/env bash
# Uses the packages as a stranger does: try-packages.sh [FEED]. A new program and the tool, from empty folders and caches, with FEED as the only source.
set -euo pipefail
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../..
feed=$(realpath "${1:-$root/.build/packages}")
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$root/Directory.Build.props")
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export NUGET_PACKAGES=$folder/cache
mkdir "$folder/program"
cd "$folder/program"
cat >nuget.config <<XML
<configuration><packageSources><clear /><add key="feed" value="$feed" /></packageSources></configuration>
XML

# The program of the packages' README.
dotnet new console --no-restore >/dev/null
sed -n '/^```csharp/,/^```/p' "$root/tools/release/package/README.md" | sed '1d;$d' >Program.cs
dotnet add package VaeCodec --version "$version" >/dev/null
output=$(dotnet run -c Release)
echo "program: $output"
[[ $output =~ ^[0-9]+\ bytes,\ 256\ x\ 256,\ [0-9.]+\ dB$ ]]

# The tool, with a picture there and back.
dotnet tool install VaeCodec.Tool --version "$version" --tool-path "$folder/tools" >/dev/null
"$folder/tools/vaecodec" encode "$root/corpus/sample.png" -o sample.vaec
"$folder/tools/vaecodec" decode sample.vaec -o sample.png --json
echo "packages: they work"
