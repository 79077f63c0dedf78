"""Makes packages of native executables: packages.py NATIVE OUT. Python 3.9 and its standard library; bytes depend on the input alone.

NATIVE/PLATFORM holds the executable and the project.assets.json of the restore that it was built from.
"""

import base64
import gzip
import hashlib
import io
import json
import re
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
TEMPLATES = HERE / "templates"
REPOSITORY = "https://github.com/manifestlint/manifestlint"
SUMMARY = "Says what will happen to the memory that Kubernetes manifests describe"

# The platforms of a release, with their names elsewhere: the tag of a wheel, npm's os and cpu, Docker's architecture. The executables need glibc
# 2.34 (`check.sh` reads their symbols) and macOS 12, for which .NET 10 links.
PLATFORMS = {
    "linux-x64": ("manylinux_2_34_x86_64", "linux", "x64", "amd64"),
    "linux-arm64": ("manylinux_2_34_aarch64", "linux", "arm64", "arm64"),
    "osx-arm64": ("macosx_12_0_arm64", "darwin", "arm64", None),
    "osx-x64": ("macosx_12_0_x86_64", "darwin", "x64", None),
    "win-x64": ("win_amd64", "win32", "x64", None),
}
EPOCH = 315532800  # 1980-01-01, the first day that a zip file can name


def version():
    return re.search(r"<Version>([^<]+)</Version>", (ROOT / "Directory.Build.props").read_text()).group(1)


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def executable(platform):
    return "manifestlint.exe" if platform.startswith("win-") else "manifestlint"


def tar(path, files):
    """A .tar.gz of (name, bytes, is executable), in that order."""
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=EPOCH) as packed, tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content, runs in files:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = len(content), EPOCH, 0o755 if runs else 0o644
            archive.addfile(entry, io.BytesIO(content))


def archive(platform, native, out):
    path = out / f"manifestlint-{platform}.tar.gz"
    name = executable(platform)
    tar(path, [("LICENSE", (ROOT / "LICENSE").read_bytes(), False), (name, (native / platform / name).read_bytes(), True)])
    return path


def sbom(platform, native, out):
    """CycloneDX 1.5 of what is linked into the executable: the packages it was restored from and the runtime."""
    assets = json.loads((native / platform / "project.assets.json").read_text())
    parts = []
    for key, library in assets["libraries"].items():
        name, number = key.split("/")
        # The compiler and its helpers make the executable and are not in it.
        if library["type"] == "package" and "ILCompiler" not in name and "ILLink" not in name:
            parts.append((name, number, base64.b64decode(library["sha512"]).hex()))
    frameworks = assets["project"]["frameworks"].values()
    for pack in [d for framework in frameworks for d in framework.get("downloadDependencies", [])]:
        if ".NativeAOT." in pack["name"]:
            parts.append((pack["name"], pack["version"].strip("[]").split(",")[0], None))
    if not any(".NativeAOT." in name for name, _, _ in parts):
        raise SystemExit(f"{platform}: project.assets.json names no runtime")
    components = [
        {
            "type": "library",
            "bom-ref": f"pkg:nuget/{name}@{number}",
            "name": name,
            "version": number,
            "purl": f"pkg:nuget/{name}@{number}",
            **({"hashes": [{"alg": "SHA-512", "content": digest}]} if digest else {}),
        }
        for name, number, digest in sorted(parts)
    ]
    itself = f"pkg:github/manifestlint/manifestlint@v{version()}"
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": itself,
                "name": "manifestlint",
                "version": version(),
                "purl": itself,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
                "hashes": [{"alg": "SHA-256", "content": sha256(native / platform / executable(platform))}],
            }
        },
        "components": components,
        "dependencies": [{"ref": itself, "dependsOn": [c["bom-ref"] for c in components]}],
    }
    path = out / f"manifestlint-{platform}.cdx.json"
    path.write_text(json.dumps(document, indent=2) + "\n")
    return path


def wheel(platform, native, out):
    """A wheel that holds the executable alone; pip puts it among the scripts of the environment and may run it. Source: PEP 427."""
    name = f"manifestlint-{version()}"
    tag = f"py3-none-{PLATFORMS[platform][0]}"
    info = f"{name}.dist-info"
    metadata = (
        f"Metadata-Version: 2.1\nName: manifestlint\nVersion: {version()}\nSummary: {SUMMARY}\nHome-page: {REPOSITORY}\n"
        "License: Apache-2.0\nRequires-Python: >=3.7\nDescription-Content-Type: text/markdown\n\n"
    )
    files = [
        (f"{name}.data/scripts/{executable(platform)}", (native / platform / executable(platform)).read_bytes()),
        (f"{info}/LICENSE", (ROOT / "LICENSE").read_bytes()),
        (f"{info}/METADATA", metadata.encode() + (TEMPLATES / "package.md").read_bytes()),
        (f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: manifestlint\nRoot-Is-Purelib: false\nTag: {tag}\n".encode()),
    ]
    record = "".join(
        f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b'=').decode()},{len(content)}\n"
        for path, content in files
    )
    files.append((f"{info}/RECORD", f"{record}{info}/RECORD,,\n".encode()))
    with zipfile.ZipFile(out / f"{name}-{tag}.whl", "w", zipfile.ZIP_DEFLATED) as packed:
        for path, content in files:
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, whatever made it
            entry.external_attr = (0o100755 if "/scripts/" in path else 0o100644) << 16
            packed.writestr(entry, content)


def npm(platforms, native, out):
    """One package a platform, and the one that people install, which starts what npm chose among them."""
    common = {
        "version": version(),
        "description": SUMMARY,
        "license": "Apache-2.0",
        "homepage": REPOSITORY,
        "repository": {"type": "git", "url": f"git+{REPOSITORY}.git"},
    }

    def pack(name, manifest, files):
        manifest = {"name": name, **common, **manifest}
        files = [
            ("package.json", json.dumps(manifest, indent=2).encode() + b"\n", False),
            ("README.md", (TEMPLATES / "package.md").read_bytes(), False),
            ("LICENSE", (ROOT / "LICENSE").read_bytes(), False),
            *files,
        ]
        tar(
            out / f"{name.lstrip('@').replace('/', '-')}-{version()}.tgz",
            [(f"package/{path}", content, runs) for path, content, runs in files],
        )

    for platform in platforms:
        _, system, cpu, _ = PLATFORMS[platform]
        name = executable(platform)
        limits = {"os": [system], "cpu": [cpu], **({"libc": ["glibc"]} if system == "linux" else {})}
        pack(f"@manifestlint/{platform}", limits, [(f"bin/{name}", (native / platform / name).read_bytes(), True)])
    pack(
        "manifestlint",
        {
            "bin": {"manifestlint": "bin/manifestlint.js"},
            "engines": {"node": ">=16"},
            "optionalDependencies": {f"@manifestlint/{platform}": version() for platform in platforms},
        },
        [("bin/manifestlint.js", (TEMPLATES / "npm" / "manifestlint.js").read_bytes(), True)],
    )


def fill(text, digests):
    """Puts in the version and the digests of archives by platform."""

    def value(match):
        if match.group(1) == "VERSION":
            return version()
        return digests[match.group(2)]

    return re.sub(r"@(VERSION|SHA256 ([a-z0-9-]+))@", value, text)


def main(native, out):
    platforms = [p for p in PLATFORMS if (native / p).is_dir()]
    strange = {f.name for f in native.iterdir()} - set(PLATFORMS)
    if strange or not platforms:
        raise SystemExit(f"{native}: {', '.join(sorted(strange)) or 'nothing'} is no platform of {', '.join(PLATFORMS)}")
    for folder in ("archives", "wheels", "npm", "docker", "mirror"):
        (out / folder).mkdir(parents=True)
    archives = {p: archive(p, native, out / "archives") for p in platforms}
    digests = {p: sha256(path) for p, path in archives.items()}
    for platform in platforms:
        sbom(platform, native, out / "archives")
        wheel(platform, native, out / "wheels")
        if architecture := PLATFORMS[platform][3]:
            (out / "docker" / architecture).mkdir()
            shutil.copy(native / platform / "manifestlint", out / "docker" / architecture)
    npm(platforms, native, out / "npm")
    shutil.copy(TEMPLATES / "Dockerfile", out / "docker")
    files = sorted((out / "archives").iterdir())
    (out / "archives" / "checksums.txt").write_text("".join(f"{sha256(f)}  {f.name}\n" for f in files))

    # One line an archive, the newest version first: what the action of a commit may run.
    known = HERE / "checksums"
    older = [line for line in known.read_text().splitlines() if f"  v{version()}/" not in line] if known.exists() else []
    lines = [f"{digests[p]}  v{version()}/{archives[p].name}" for p in platforms]
    (out / "checksums").write_text("".join(line + "\n" for line in lines + older))

    for template in sorted((TEMPLATES / "mirror").iterdir()):
        (out / "mirror" / template.name).write_text(fill(template.read_text(), digests))
    if set(platforms) == set(PLATFORMS):
        (out / "listings").mkdir()
        for template in sorted((TEMPLATES / "listings").iterdir()):
            (out / "listings" / template.name).write_text(fill(template.read_text(), digests))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
