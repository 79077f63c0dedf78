"""Holds SBOMs against CycloneDX's published schema and against themselves: sbom.py SCHEMAS FILE... Needs python3-jsonschema.

SCHEMAS holds bom-1.5, spdx and jsf as the npm package @cyclonedx/cyclonedx-library has them.
"""

import json
import sys
import warnings
from pathlib import Path
from urllib.parse import urljoin

import jsonschema


def validator(schemas):
    names = ("bom-1.5.SNAPSHOT.schema.json", "spdx.SNAPSHOT.schema.json", "jsf-0.82.SNAPSHOT.schema.json")
    schema, *others = [json.loads((schemas / name).read_text()) for name in names]
    # They name each other by file. Debian 12 and Ubuntu 24.04 have no later way than this one to say so.
    warnings.simplefilter("ignore", DeprecationWarning)
    store = {urljoin(schema["$id"], name): other for name, other in zip(names[1:], others)}
    return jsonschema.Draft7Validator(schema, resolver=jsonschema.RefResolver.from_schema(schema, store=store))


def problems(document, valid):
    for error in valid.iter_errors(document):
        yield f"{'/'.join(map(str, error.absolute_path)) or 'the document'}: {error.message[:300]}"
    # What no schema says: each part has a name of its own, and what is depended on is a part.
    parts = [c.get("bom-ref") for c in document.get("components", [])]
    itself = document.get("metadata", {}).get("component", {}).get("bom-ref")
    if len({itself, None, *parts}) != len(parts) + 2:
        yield "bom-ref: missing or twice"
    for entry in document.get("dependencies", []):
        for ref in (entry.get("ref"), *entry.get("dependsOn", [])):
            if ref not in (itself, *parts):
                yield f"dependencies: {ref} is no part"


def main(schemas, files):
    valid, found = validator(Path(schemas)), False
    for file in files:
        for problem in problems(json.loads(Path(file).read_text()), valid):
            print(f"{file}: {problem}", file=sys.stderr)
            found = True
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
