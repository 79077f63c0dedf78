#!/usr/bin/env bash
# What has to hold beside the tests. `.ci/run` calls it after `dotnet test`; people call it before they push.
#   ci.sh                 form, analyzers, examples lint as documented, native build without a warning and of one mind with the managed one,
#                         packages of it that install and run where there is no .NET
#   ci.sh full            the same, after all tests with everything the oracles can be asked (else they draw a sample)
#   ci.sh corpora DIR…    reads collections of real manifests and compares the counts with those in tests/corpora.txt
set -eu -o pipefail
cd "$(dirname "$0")"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
jit=artifacts/bin/ManifestLint.Cli/debug/manifestlint
native=$(./build-native.sh --where)

step() { printf '\n== %s\n' "$*"; }

# Both outputs and the exit code, which is 0 or 1 wherever there is something to read.
same() {
  local managed=0 compiled=0
  "$jit" "$@" > "$out/jit" 2> "$out/jit.err" || managed=$?
  "$native" "$@" > "$out/native" 2> "$out/native.err" || compiled=$?
  cmp "$out/jit" "$out/native"
  cmp "$out/jit.err" "$out/native.err"
  [ "$managed" -eq "$compiled" ] && [ "$managed" -le 1 ] || { echo "exit codes $managed and $compiled: $*" >&2; return 1; }
}

compare() {
  for format in text concise json sarif github gitlab junit markdown checkstyle rdjson; do
    same scan "$1" --format "$format"
  done
  for format in text json; do
    same inspect "$1" --format "$format"
  done
  echo "$1: native and managed build say the same"
}

checks() {
  step "form"
  dotnet tool restore
  dotnet csharpier check .

  step "analyzers"
  dotnet build -p:Analyze=true -warnaserror

  step "made-up input does no harm"
  artifacts/bin/ManifestLint.Benchmarks/debug/ManifestLint.Benchmarks fuzz 50000 1

  step "examples lint as documented"
  local status=0
  "$jit" scan examples --format concise > "$out/examples.txt" || status=$?
  [ "$status" -eq 1 ] || { echo "scan examples ended with $status, not with 1" >&2; exit 1; }
  diff -u examples/expected.txt "$out/examples.txt"

  step "native build without a warning"
  ./build-native.sh | tee "$out/native.txt"
  if grep -iE 'warning|IL[23][0-9]{3}' "$out/native.txt"; then echo "the native build warns" >&2; exit 1; fi

  step "packages install and run where there is no .NET"
  packages

  step "native and managed build say the same"
  compare examples
  for arguments in "rules --format json" "explain ML1001" "explain examples/spring-service.yaml:28" "completions bash"; do
    # shellcheck disable=SC2086 # words
    cmp <("$jit" $arguments) <("$native" $arguments)
  done
}

packages() {
  rm -rf artifacts/native
  packaging/build.sh collect linux-x64 artifacts/native
  if command -v aarch64-linux-gnu-gcc >/dev/null; then
    ./build-native.sh linux-arm64
    packaging/build.sh collect linux-arm64 artifacts/native
  elif [ "${ORACLES:-}" ]; then
    echo "aarch64-linux-gnu-gcc is required, and is not on PATH" >&2
    exit 1
  else
    echo "linux-arm64 is left out: no aarch64-linux-gnu-gcc on PATH"
  fi
  packaging/build.sh packages artifacts/native artifacts/packages
  packaging/check.sh artifacts/packages
}

corpora() {
  if [ $# -eq 0 ]; then
    echo "no folder of real manifests was named, so the checks over them were not run (ci.sh corpora DIR…)"
    exit
  fi
  local folder
  for folder in "$@"; do [ -d "$folder" ] || { echo "$folder is no folder" >&2; exit 1; }; done
  ./build-native.sh
  dotnet build
  for folder in "$@"; do
    folder=$(cd "$folder" && pwd)
    step "${folder##*/}"
    MANIFESTLINT_CORPUS=$folder MANIFESTLINT_CORPUS_REQUIRED=1 dotnet test --no-build --filter Category=Corpus
    compare "$folder"
  done
}

case ${1:-} in
  '') checks ;;
  full) ORACLES=full dotnet test; checks ;;
  corpora) corpora "${@:2}" ;;
  *) sed -n '2,6s/^# //p' "$0" >&2; exit 2 ;;
esac
step "all checks passed"
