#!/usr/bin/env bash
# Builds one native executable for this platform. --where prints its path without building.
# FRAMEWORK=net10.0 needs the native runtime pack of .NET 10; net9.0 builds where only that of .NET 9 is offered.
set -eu -o pipefail
cd "$(dirname "$0")"
framework=${FRAMEWORK:-net9.0}
artifacts=artifacts; [ "$framework" = net10.0 ] || artifacts=artifacts/$framework
file=$artifacts/publish/ManifestLint.Cli/release/manifestlint
if [ "${1:-}" = --where ]; then echo "$file"; exit; fi
dotnet publish src/ManifestLint.Cli -c Release -p:Framework="$framework" -p:Aot=true -warnaserror
ls -l "$file" | awk '{ printf "%.1f MiB  %s\n", $5 / 1048576, $9 }'
