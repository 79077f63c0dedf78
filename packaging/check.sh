#!/usr/bin/env bash
# Installs what build.sh made for Linux as people do, from indexes on this machine, where no dotnet is on PATH, and runs it.
#   check.sh OUT
# Needs git, npm, pre-commit, python3 with jsonschema and virtualenv, Debian's wheels of setuptools and wheel, readelf; for linux-arm64 qemu-user and
# libc6-arm64-cross; and the schemas of CycloneDX in artifacts/tools/cyclonedx, where .ci/run puts them.
set -eu -o pipefail
[ $# -eq 1 ] || { sed -n '2,4s/^# //p' "$0" >&2; exit 2; }
out=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

step() { printf -- '-- %s\n' "$*"; }
fail() { echo "$*" >&2; exit 1; }

# Nothing of this environment but the programs that are named.
bin=$work/bin
mkdir "$bin" "$work/home"
for program in bash cat env git dirname basename node npm pre-commit python3 sed sh uname; do
  ln -s "$(PATH=/usr/bin:/bin:$PATH command -v "$program")" "$bin/$program"
done
clean() { env -i PATH="$bin" HOME="$work/home" LANG=C.UTF-8 GIT_CONFIG_GLOBAL=/dev/null \
  PIP_CONFIG_FILE=/dev/null PIP_INDEX_URL="$index/pip" PIP_DISABLE_PIP_VERSION_CHECK=1 \
  npm_config_registry="$index/npm" npm_config_userconfig="$work/home/npmrc" npm_config_globalconfig="$work/home/npmrc-global" npm_config_update_notifier=false \
  npm_config_cache="$work/npm" "$@"; }

# What an installed manifestlint says of the examples: what is documented.
agrees() {
  local status=0
  (cd "$root" && "$@" scan examples --format concise) > "$work/found.txt" 2> "$work/errors.txt" || status=$?
  [ "$status" -eq 1 ] && diff -u examples/expected.txt "$work/found.txt" || { cat "$work/errors.txt" >&2; fail "exit code $status: $*"; }
}

step "archives are what checksums.txt says, and what is in them needs glibc 2.34 at most, no library beside it, and the processor it is for"
(cd "$out/archives" && sha256sum --check --quiet checksums.txt)
for archive in "$out"/archives/*.tar.gz; do
  platform=${archive##*/manifestlint-}; platform=${platform%.tar.gz}
  mkdir "$work/$platform"
  tar -xzf "$archive" -C "$work/$platform"
  case $platform in linux-*) ;; *) continue ;; esac
  file=$work/$platform/manifestlint
  readelf --version-info --wide "$file" | grep -o 'GLIBC_[0-9.]*' | sort -uV > "$work/symbols"
  [ -s "$work/symbols" ] || fail "$platform: no symbol of glibc"
  newest=$(tail -n 1 "$work/symbols")
  [ "$(printf '%s\n' "$newest" GLIBC_2.34 | sort -V | tail -n 1)" = GLIBC_2.34 ] || fail "$platform: needs $newest, and its wheel promises manylinux_2_34"
  others=$(readelf --dynamic --wide "$file" | sed -n 's/.*(NEEDED).*\[\(.*\)\]$/\1/p' | grep -Ev '^(libc|libm)\.so\.6$|^ld-linux-' || true)
  [ -z "$others" ] || fail "$platform: needs $others"
  case $platform-$(readelf --file-header "$file" | sed -n 's/^ *Machine: *//p') in
    linux-x64-*X86-64* | linux-arm64-*AArch64*) ;;
    *) fail "$platform: is for another processor" ;;
  esac
done

step "SBOMs are as CycloneDX's schema has them"
schemas=$root/artifacts/tools/cyclonedx/package/res/schema
[ -d "$schemas" ] || fail "no schemas in $schemas (npm pack @cyclonedx/cyclonedx-library@10.3.0, unpacked)"
"$bin/python3" packaging/sbom.py "$schemas" "$out"/archives/*.cdx.json

coproc INDEX { python3 packaging/index.py "$out" /usr/share/python-wheels; }
# shellcheck disable=SC2153 # coproc sets it
read -r index <&"${INDEX[0]}"
clean bash -c '! command -v dotnet' || fail "dotnet is on PATH"

step "the wheel: pip install manifestlint"
clean python3 -m virtualenv --quiet "$work/venv"
clean "$work/venv/bin/pip" install --quiet manifestlint
agrees clean "$work/venv/bin/manifestlint"

step "the npm package: npm install manifestlint"
mkdir "$work/project"
(cd "$work/project" && clean npm install --silent --no-audit --no-fund manifestlint)
[ -x "$work/project/node_modules/@manifestlint/linux-x64/bin/manifestlint" ] && [ ! -e "$work/project/node_modules/@manifestlint/linux-arm64" ] ||
  fail "npm did not choose the package of this platform"
agrees clean "$work/project/node_modules/.bin/manifestlint"
echo 'kind: [' | clean "$work/project/node_modules/.bin/manifestlint" scan --bad 2> "$work/errors.txt" && fail "a wrong option was no error" || [ $? -eq 2 ]
# Without the package of the platform it says so.
rm -rf "$work/project/node_modules/@manifestlint"
status=0
clean "$work/project/node_modules/.bin/manifestlint" --version 2> "$work/errors.txt" || status=$?
[ "$status" -eq 2 ] && grep -q "no executable for linux on x64: there is no package @manifestlint/linux-x64" "$work/errors.txt" || fail "$(cat "$work/errors.txt")"

step "the hook: pre-commit with the mirror repository"
for repository in mirror commits; do
  mkdir "$work/$repository"
  [ "$repository" != mirror ] || cp -R "$out/mirror/." "$work/mirror"
  [ "$repository" = mirror ] || cp "$root/examples/log-sidecar.yaml" "$root/examples/guaranteed-database.yaml" "$work/commits"
  (cd "$work/$repository" && clean git init --quiet && clean git add --all &&
    clean git -c user.name=check -c user.email=check@example.com commit --quiet --message check)
done
cat > "$work/commits/.pre-commit-config.yaml" <<END
repos:
  - repo: $work/mirror
    rev: $(clean git -C "$work/mirror" rev-parse HEAD)
    hooks: [{id: manifestlint}]
END
hook() { (cd "$work/commits" && clean PRE_COMMIT_HOME="$work/home/pre-commit" pre-commit run --files "$@") > "$work/hook.txt" 2>&1; }
hook guaranteed-database.yaml || { cat "$work/hook.txt" >&2; fail "the hook refuses what is right"; }
status=0
hook log-sidecar.yaml guaranteed-database.yaml || status=$?
[ "$status" -eq 1 ] && grep -q '^log-sidecar.yaml:33:17: .*ML2003' "$work/hook.txt" || { cat "$work/hook.txt" >&2; fail "the hook accepts what is wrong"; }

if [ -d "$work/linux-arm64" ]; then
  step "linux-arm64 under qemu-user"
  qemu=$(command -v qemu-aarch64 || command -v qemu-aarch64-static)
  agrees "$qemu" -L /usr/aarch64-linux-gnu "$work/linux-arm64/manifestlint"
fi
