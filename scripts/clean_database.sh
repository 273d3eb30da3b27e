#!/bin/sh
# Deletes the embedded database, when asked with CONFIRM=yes and nobody uses it.
set -eu

cd "$(dirname "$0")/.."
if [ ! -e .seqpt ]; then
    echo 'There is no embedded database here (.seqpt).'
    exit 0
fi
if [ "${CONFIRM:-}" != yes ]; then
    echo 'This deletes .seqpt, the embedded database: every imported survey, gap, objective and plan in it.' >&2
    echo 'A database named by DATABASE_URL is not touched. To do it: make clean-database CONFIRM=yes' >&2
    exit 2
fi
find .seqpt -name postmaster.pid | while read -r file; do
    server=$(head -n 1 "$file")
    if kill -0 "$server" 2>/dev/null; then
        echo "seqpt: the embedded database is in use (server process $server): close notebooks and runs first" >&2
        exit 1
    fi
done
rm -rf .seqpt
echo 'Deleted .seqpt.'
