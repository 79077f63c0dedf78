#!/usr/bin/env bash
# What has to hold beside the tests: examples lint as documented, the native build has no warning and says the same as
# the other one. `.ci/run` calls this after `dotnet test`; people call it before a release.
set -eu -o pipefail
cd "$(dirname "$0")"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

step() { printf '\n== %s\n' "$*"; }

step "build"
dotnet build -c Release src/ManifestLint.Cli -warnaserror
jit=artifacts/bin/ManifestLint.Cli/release/manifestlint

step "examples lint as documented"
status=0
"$jit" scan examples --format concise > "$out/examples.txt" || status=$?
[ "$status" -eq 1 ] || { echo "scan examples ended with $status, not with 1" >&2; exit 1; }
diff -u examples/expected.txt "$out/examples.txt"

step "native build without a warning"
./build-native.sh | tee "$out/native.txt"
if grep -iE 'warning|IL[23][0-9]{3}' "$out/native.txt"; then echo "the native build warns" >&2; exit 1; fi
native=$(./build-native.sh --where)

step "native and managed build say the same"
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
  for format in text concise json sarif github gitlab junit markdown; do
    same scan "$1" --format "$format"
  done
  for format in text json; do
    same inspect "$1" --format "$format"
  done
  echo "$1: the same"
}
compare examples
for corpus in "${MANIFESTLINT_CORPUS:-}" "${MANIFESTLINT_CORPUS:+$MANIFESTLINT_CORPUS-hard}"; do
  if [ -n "$corpus" ] && [ -d "$corpus" ]; then compare "$corpus"; fi
done

for arguments in "rules --format json" "explain ML1001" "explain examples/spring-service.yaml:28" "completions bash"; do
  # shellcheck disable=SC2086 # words
  cmp <("$jit" $arguments) <("$native" $arguments)
done

step "all checks passed"
