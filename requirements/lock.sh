#!/usr/bin/env bash
# Locks again after a change of pyproject.toml. Each file holds what its part adds to the core;
# versions stay where they are unless --upgrade is given. uv is a tool here: `pip install uv`.
set -eu
cd "$(dirname "$0")"
project=../pyproject.toml
options=("$@")

lock() {  # lock NAME WHAT...: in the versions of the locks before it, without the core's packages
    local name="$1"
    shift
    uv pip compile --quiet --universal --generate-hashes --no-strip-extras --no-header \
        --no-annotate --python-version 3.11 "${options[@]}" "$@" --output-file "$name.lock"
    options+=(--constraint "$name.lock")
}

# An environment of its own, before any other pin counts.
uv pip compile --quiet --universal --generate-hashes --no-strip-extras --no-header --no-annotate \
    --python-version 3.11 "${options[@]}" --group "$project:elementary" --output-file elementary.lock
lock core "$project" --group "$project:build"
while read -r package; do options+=(--no-emit-package "$package"); done \
    < <(grep --only-matching --perl-regexp '^[\w.-]+(?=(\[\w+\])?==\S+ \\$)' core.lock)
lock dashboards "$project" --extra dashboards
lock sqlserver "$project" --extra sqlserver
lock site --group "$project:site" --no-emit-package novasvg --no-emit-package quickjs-ng \
    --no-emit-package termaid
lock test --group "$project:test"
lock notebook --group "$project:notebook"
lock metrics --group "$project:metrics"
lock dev --group "$project:dev"
lock uv --group "$project:installer"
lock tsql-parser --no-deps --group "$project:tsql-parser"
