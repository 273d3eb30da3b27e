#!/bin/sh
# Remakes requirements.lock: the newest versions that pyproject.toml allows.
#
# Resolved for the first release of the oldest Python we support. Each newer one then takes the
# same versions and adds what only it needs, so the file is complete for all of them.
set -eu

cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

# uv does not read pip's settings: a company's mirror named there serves here too.
index=${PIP_INDEX_URL:-$(.venv/bin/python -m pip config get global.index-url 2>/dev/null)} || index=''
if [ -z "${UV_DEFAULT_INDEX:-}" ] && [ -n "$index" ]; then
    export UV_DEFAULT_INDEX="$index"
fi

.venv/bin/python - >"$work/wanted" <<'END'
import tomllib

with open("pyproject.toml", "rb") as file:
    content = tomllib.load(file)
project = content["project"]
print(*content["build-system"]["requires"], sep="\n")
print(*project["dependencies"], *project["optional-dependencies"]["dev"], sep="\n")
END

: >"$work/pins"
for python in 3.11.0 3.12.0 3.13.0; do
    echo "Resolving for Python $python"
    .venv/bin/uv pip compile -q --no-header --no-annotate --only-binary :all: \
        --python-version "$python" --constraint "$work/pins" "$work/wanted" >"$work/more"
    cat "$work/more" >>"$work/pins"
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
