#!/bin/sh
# Installs chromium for the tests in a browser where that can be done without asking: as root on
# Debian or Ubuntu. Elsewhere it says how; those tests are skipped then, with the reason.
set -eu

if [ -n "${CHROMIUM:-}" ] || [ -x /usr/bin/chromium ]; then exit 0; fi

skipped() {
    printf 'seqpt: %s; the tests in a browser are skipped\n' "$1" >&2
    exit 0
}

command -v apt-get >/dev/null || skipped 'there is no /usr/bin/chromium: name one, make test CHROMIUM=/path'
[ "$(id -u)" = 0 ] || skipped 'there is no /usr/bin/chromium: sudo apt-get install chromium'
echo 'Installing chromium for the tests in a browser' >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
if apt-get update -q >"$log" 2>&1 &&
    apt-get install -y -q chromium >>"$log" 2>&1; then
    exit 0
fi
tail -n 4 "$log" | sed 's/^/  /' >&2
skipped 'chromium could not be installed'
