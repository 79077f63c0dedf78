#!/usr/bin/env bash
# Builds one native executable for this platform. --where prints its path without building.
set -eu -o pipefail
cd "$(dirname "$0")"
file=artifacts/publish/ManifestLint.Cli/release/manifestlint
if [ "${1:-}" = --where ]; then echo "$file"; exit; fi
dotnet publish src/ManifestLint.Cli -c Release -p:Aot=true -p:Analyze=false -warnaserror
ls -l "$file" | awk '{ printf "%.1f MiB  %s\n", $5 / 1048576, $9 }'
