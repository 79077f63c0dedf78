#!/usr/bin/env bash
# Builds the native executable for this platform, or on Linux x64 for another one (linux-arm64). Prints its path with --where, without building.
#   build-native.sh [--where] [PLATFORM]
set -eu -o pipefail
cd "$(dirname "$0")"
where=
if [ "${1:-}" = --where ]; then where=1; shift; fi
folder=artifacts/publish/ManifestLint.Cli/release${1:+_$1}
if [ -n "$where" ]; then echo "$folder/manifestlint"; exit; fi
options=()
case ${1:-} in
  '') ;;
  # Debian: gcc-aarch64-linux-gnu and libc6-dev-arm64-cross, beside clang.
  linux-arm64) options=(--runtime linux-arm64 -p:ObjCopyName=aarch64-linux-gnu-objcopy) ;;
  *) echo "$1 is not built from another platform" >&2; exit 2 ;;
esac
dotnet publish src/ManifestLint.Cli -c Release -p:Aot=true -p:Analyze=false -warnaserror "${options[@]}"
file=$folder/manifestlint
[ -f "$file" ] || file=$file.exe
ls -l "$file" | awk '{ printf "%.1f MiB  %s\n", $5 / 1048576, $9 }'
