"""Serves packages to pip and npm on a port of this machine: index.py OUT [FOLDER OF WHEELS]. Prints its address, and ends when standard input does.

OUT is what build.sh made. ADDRESS/pip/ is a simple index (PEP 503), ADDRESS/npm/ a registry that can be installed from.
"""

import base64
import hashlib
import json
import re
import sys
import tarfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote


class Index(BaseHTTPRequestHandler):
    wheels, packages, address = {}, {}, ""

    def do_GET(self):
        kind, _, name = unquote(self.path.split("?")[0]).strip("/").partition("/")
        if kind == "pip" and name in self.wheels:
            links = "".join(f'<a href="/files/{f.name}">{f.name}</a>\n' for f in self.wheels[name])
            self.answer(f"<!DOCTYPE html><html><body>\n{links}</body></html>\n".encode(), "text/html")
        elif kind == "npm" and name in self.packages:
            self.answer(json.dumps(self.packages[name]).encode(), "application/json")
        elif kind == "files":
            every = [f for files in self.wheels.values() for f in files] + [p for d in self.packages.values() for p in d["files"]]
            file = next((f for f in map(Path, every) if f.name == name), None)
            self.answer(file.read_bytes() if file else None, "application/octet-stream")
        else:
            self.answer(None, "text/plain")

    def answer(self, body, kind):
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_):
        pass


def package(file, address):
    """What a registry tells of a package that has one version."""
    with tarfile.open(file) as archive:
        manifest = json.load(archive.extractfile("package/package.json"))
    digest = base64.b64encode(hashlib.sha512(file.read_bytes()).digest()).decode()
    dist = {"tarball": f"{address}/files/{file.name}", "integrity": f"sha512-{digest}"}
    number = manifest["version"]
    return {
        "name": manifest["name"],
        "dist-tags": {"latest": number},
        "versions": {number: {**manifest, "dist": dist}},
        "files": [str(file)],
    }


def main(out, *more):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Index)
    Index.address = f"http://127.0.0.1:{server.server_port}"
    for folder in (Path(out) / "wheels", *map(Path, more)):
        for file in sorted(folder.glob("*.whl")):
            Index.wheels.setdefault(re.sub(r"[-_.]+", "-", file.name.split("-")[0]).lower(), []).append(file)
    for file in sorted((Path(out) / "npm").glob("*.tgz")):
        described = package(file, Index.address)
        Index.packages[described["name"]] = described
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(Index.address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
