#!/bin/sh
# Remakes requirements.lock: the newest versions that pyproject.toml allows.
#
# Resolved on the oldest Python we support. Each newer one then installs the same
# versions and adds what only it needs, so the file is complete for all of them.
set -eu

cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

requirements() {
    "$1" - <<'END'
import tomllib

with open("pyproject.toml", "rb") as file:
    content = tomllib.load(file)
project = content["project"]
print(*content["build-system"]["requires"], sep="\n")
print(*project["dependencies"], *project["optional-dependencies"]["dev"], sep="\n")
END
}

: >"$work/pins"
for python in ${PYTHONS:-python3.11 python3.12 python3.13}; do
    echo "Resolving for $python"
    "$python" -m venv --clear "$work/venv" || {
        echo "seqpt: $python is needed to make the lock; name the three, oldest first: make lock PYTHONS=\"...\"" >&2
        exit 1
    }
    requirements "$work/venv/bin/python" >"$work/wanted"
    "$work/venv/bin/python" -m pip install -q -r "$work/wanted" -c "$work/pins"
    "$work/venv/bin/python" -m pip check
    "$work/venv/bin/python" -m pip freeze --all --exclude pip >>"$work/pins"
done
if grep -v '^[A-Za-z0-9._-]*==[^ ]*$' "$work/pins"; then
    echo 'seqpt: the lines above are no plain pins; requirements.lock is unchanged' >&2
    exit 1
fi
{
    echo '# Every package at the one version that is tested, for Python 3.11 to 3.13.'
    # shellcheck disable=SC2016  # the quotes are Markdown
    echo '# Made by `make lock` from pyproject.toml; do not edit.'
    LC_ALL=C sort -fu "$work/pins"
} >"$work/lock"
cat "$work/lock" >requirements.lock
