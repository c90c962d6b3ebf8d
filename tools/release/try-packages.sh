#!/usr/bin/env bash
# Uses the packages as a stranger does: try-packages.sh [FEED]. A new program and the tool, from empty folders and caches, with FEED as the only source; and a
# program with what reads and writes images, which takes ImageSharp, SkiaSharp and libvips from this machine's own sources.
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

# Pictures from one library to the other. What they need besides is not in the folder.
mkdir "$folder/interop"
cd "$folder/interop"
cat >nuget.config <<XML
<configuration><packageSources><add key="feed" value="$feed" /></packageSources></configuration>
XML
dotnet new console --no-restore >/dev/null
cat >Program.cs <<'CS'
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SkiaSharp;
using VaeCodec;
using VaeCodec.ImageSharp;
using VaeCodec.Images;
using VaeCodec.SkiaSharp;

Configuration.Default.Configure(new VaecConfigurationModule());
PixelImage source = ImageFile.Load(args[0]);
using (Image image = source.ToImage())
    image.SaveAsVaec("sample.vaec");
PixelImage decoded = new VaeDecoder().Decode(File.ReadAllBytes("sample.vaec"));
using Image<Rgb24> loaded = Image.Load<Rgb24>("sample.vaec");
using SKBitmap bitmap = loaded.ToPixelImage().ToSKBitmap();
ImageFile.Save("sample.png", bitmap.ToPixelImage());
bool same = ImageFile.Load("sample.png").Pixels.AsSpan().SequenceEqual(decoded.Pixels);
Console.WriteLine($"{Image.Identify("sample.vaec").Width} x {decoded.Height}, {(same ? "the same pixels" : "other pixels")}");
CS
for package in VaeCodec.Images VaeCodec.ImageSharp VaeCodec.SkiaSharp; do
    dotnet add package "$package" --version "$version" >/dev/null
done
dotnet add package SkiaSharp.NativeAssets.Linux.NoDependencies \
    --version "$(sed -n 's/.*SkiaSharp.NativeAssets.Linux.NoDependencies" Version="\([^"]*\)".*/\1/p' "$root/Directory.Packages.props")" >/dev/null
output=$(dotnet run -c Release -- "$root/corpus/sample.png")
echo "interop: $output"
[[ $output == "480 x 320, the same pixels" ]]
cd "$folder/program"

# The tool, with a picture there and back.
dotnet tool install VaeCodec.Tool --version "$version" --tool-path "$folder/tools" >/dev/null
"$folder/tools/vaecodec" encode "$root/corpus/sample.png" -o sample.vaec
"$folder/tools/vaecodec" decode sample.vaec -o sample.png --json
echo "packages: they work"
