#!/bin/sh
# Makes .venv from requirements.lock, or brings it up to date; does nothing if it is.
#
# .venv/.installed says what was installed. It is written last, so an interrupted
# set-up has none and is made anew. Only one process at a time sets up; others wait.
set -eu

project=$(cd "$(dirname "$0")/.." && pwd)
cd "$project"
unset PYTHONHOME PYTHONPATH
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0

stamp=.venv/.installed
ours=.venv/.made-by-setup
lock=.venv.lock
log=.venv-install.log
needed_kib=2097152 # 2 GB: .venv takes about 1.4, unpacking the rest

stop() {
    printf 'seqpt: %s\n' "$1" >&2
    exit 1
}

# Everything that makes a finished .venv out of date, the folder's own path included.
wanted() {
    cksum requirements.lock pyproject.toml
    printf '%s\n' "$project"
}

is_current() {
    [ -f "$stamp" ] && [ -x .venv/bin/seqpt ] && [ -x .venv/bin/python ] &&
        [ "$(cat "$stamp")" = "$(wanted)" ]
}

# ---- the interpreter --------------------------------------------------------

version_of() {
    "$1" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

can_make_venvs() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

# Not the one of an activated .venv, which may be about to be deleted.
base_of() {
    "$1" -c 'import sys; print(getattr(sys, "_base_executable", "") or sys.executable)'
}

# Sets `python`. Whoever names an interpreter gets that one or a reason.
find_python() {
    found=''
    without_venv=''
    if [ -n "${PYTHON:-}" ]; then
        nothing="none at $PYTHON"
        set -- "$PYTHON"
    else
        nothing=none
        set -- python3.13 python3.12 python3.11 python3
    fi
    for candidate; do
        version=$(version_of "$candidate") || continue
        found="$found${found:+, }$candidate ($version)"
        is_new_enough "$candidate" || continue
        if can_make_venvs "$candidate"; then
            python=$(base_of "$candidate")
            return
        fi
        without_venv="${without_venv:-$candidate}"
    done
    if [ -n "$without_venv" ]; then
        stop "$without_venv has no venv module: install it (Debian, Ubuntu: apt install python3-venv) or say make PYTHON=/path/to/python3.12 run"
    fi
    stop "Python 3.11 or newer is needed; found ${found:-$nothing}: install it or say make PYTHON=/path/to/python3.12 run"
}

# ---- one at a time ----------------------------------------------------------

# `kill` is not allowed to ask about another user's process; `ps` is.
is_alive() {
    kill -0 "$1" 2>/dev/null || ps -p "$1" >/dev/null 2>&1
}

# Sets `owner`. True if that process is gone; a lock without a number has 5 s to get one.
is_abandoned() {
    owner=$(cat "$lock/process" 2>/dev/null) || owner=''
    if [ -n "$owner" ]; then
        if is_alive "$owner"; then return 1; fi
    else
        sleep 5
        [ -d "$lock" ] && [ ! -s "$lock/process" ]
    fi
}

# Moved before it is deleted, and given back if meanwhile it was somebody else's.
remove_abandoned_lock() {
    mv "$lock" "$lock.$$" 2>/dev/null || return 0
    if [ "$(cat "$lock.$$/process" 2>/dev/null)" = "$owner" ]; then
        rm -rf "$lock.$$"
    else
        mv "$lock.$$" "$lock"
    fi
}

take_lock() {
    said=''
    until mkdir "$lock" 2>/dev/null; do
        [ -d "$lock" ] || stop "no permission to write in $project: change its owner, or copy the project to a folder of yours"
        if is_abandoned; then
            remove_abandoned_lock
            continue
        fi
        [ -n "$said" ] || printf 'Waiting for another set-up of .venv (process %s)\n' "$owner" >&2
        said=yes
        sleep 1
    done
    trap 'rm -rf "$lock"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    printf '%s\n' $$ >"$lock/process"
}

# ---- the installation -------------------------------------------------------

# The column before the percentage, since names of file systems may hold spaces.
free_kib() {
    df -Pk . | awk 'NR == 2 { for (i = 2; i <= NF; i++) if ($i ~ /^[0-9]+%$/) print $(i - 1) }'
}

check_disk() {
    free=$(free_kib)
    case $free in '' | *[!0-9]*) return ;; esac
    [ "$free" -ge "$needed_kib" ] ||
        stop "the disk is too full: setting up needs 2 GB in $project, $((free / 1024)) MB are free"
}

step() {
    "$@" >>"$log" 2>&1 && return
    printf 'seqpt: set-up failed at: %s\nLast lines of %s:\n' "$*" "$log" >&2
    tail -n 8 "$log" | sed 's/^/  /' >&2
    exit 1
}

# uv does not read pip's settings: a company's mirror named there serves here too.
use_pips_index() {
    index=${PIP_INDEX_URL:-$(.venv/bin/python -m pip config get global.index-url 2>/dev/null)} || index=''
    if [ -z "${UV_DEFAULT_INDEX:-}" ] && [ -n "$index" ]; then
        export UV_DEFAULT_INDEX="$index"
    fi
}

# Only a finished set-up is brought up to date; anything less is made anew.
is_finished() {
    [ -f "$stamp" ] && .venv/bin/python -m pip --version >/dev/null 2>&1
}

make_venv() {
    rm -rf .venv
    mkdir .venv
    : >"$ours"
    step "$python" -m venv .venv
}

install() {
    if [ -e .venv ] && [ ! -e "$ours" ]; then
        stop ".venv was not made by this set-up: move or delete it, then say it again"
    fi
    : >"$log"
    if is_finished; then
        check_disk
        printf 'Bringing .venv up to date\n' >&2
        rm -f "$stamp"
    else
        find_python
        check_disk
        printf 'Setting up .venv (about half a minute, once)\n' >&2
        make_venv
    fi
    # pip brings uv, which does in ten seconds what takes pip two minutes. Compiled once, here: where
    # the system forbids that later (PYTHONDONTWRITEBYTECODE), each start would take ten seconds.
    step .venv/bin/python -m pip install -q "$(grep '^uv==' requirements.lock)"
    use_pips_index
    step .venv/bin/uv pip install -q --compile-bytecode --python .venv/bin/python -r requirements.lock
    step .venv/bin/uv pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e .
    wanted >"$stamp.new"
    mv "$stamp.new" "$stamp"
}

if is_current; then exit 0; fi
take_lock
if is_current; then exit 0; fi # another process was quicker
install
