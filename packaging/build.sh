#!/usr/bin/env bash
# Makes every package from native executables.
#   build.sh collect PLATFORM DIR     copies what ./build-native.sh made for this platform to DIR/PLATFORM, with the list of what went into it
#   build.sh packages DIR OUT         archives, wheels, npm packages, the mirror for pre-commit … of what DIR holds, to OUT
set -eu -o pipefail
cd "$(dirname "$0")/.."

collect() {
  local platform=$1 folder=$2/$1 native
  native=$(./build-native.sh --where)
  if [ "$platform" = linux-arm64 ] && [ "$(uname -m)" != aarch64 ]; then native=$(./build-native.sh --where linux-arm64); fi
  [ -f "$native" ] || native=$native.exe
  mkdir -p "$folder"
  cp "$native" "$folder/"
  # Restoring writes the packages of the platform that was restored last, so this follows the build of that platform.
  cp artifacts/obj/ManifestLint.Cli/project.assets.json "$folder/"
  grep -q "NativeAOT.$platform\"" "$folder/project.assets.json" || { echo "the last build was not one for $platform" >&2; exit 1; }
}

packages() {
  local native=$1 out=$2
  rm -rf "$out"
  mkdir -p "$out"
  python3 packaging/packages.py "$native" "$out"
  dotnet pack src/ManifestLint.Cli --configuration Release --output "$out/nuget" --verbosity quiet --nologo -p:Analyze=false
}

case ${1:-} in
  collect) [ $# -eq 3 ] && collect "$2" "$3" ;;
  packages) [ $# -eq 3 ] && packages "$2" "$3" ;;
  *) sed -n '2,4s/^# //p' "$0" >&2; exit 2 ;;
esac
