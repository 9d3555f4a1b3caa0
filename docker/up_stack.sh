#!/usr/bin/env bash
# Starts the whole stack and prints where it is. Run it again after an update: it changes what changed.
set -euo pipefail
cd "$(dirname "$0")"

fail() { printf '%s\n' "$1" >&2; exit 2; }

# 24 characters of letters and digits, and one of each kind that SQL Server's policy asks for.
password() {
    local text
    text=$(LC_ALL=C tr -dc 'A-Za-z0-9' < /dev/urandom | head -c 24 || true)
    printf '%sxX7-' "$text"
}

# Adds the passwords that .env lacks: all of them at first, those of new services after an update.
complete_env() {
    local name made=0
    umask 077
    if [ -e .env ]; then
        awk 1 .env  # a last line without an end gets one
    else
        printf '# Made by up_stack; keep it: the passwords are nowhere else.\n'
    fi > .env.new
    for name in MSSQL_SA_PASSWORD DW_ETL_PASSWORD DW_ORIGEM_PASSWORD DW_VENDAS_PASSWORD \
        DW_MONITOR_PASSWORD DW_DOCS_PASSWORD DW_BACKUP_PASSWORD; do
        if ! grep -q "^$name=." .env.new; then
            printf '%s=%s\n' "$name" "$(password)" >> .env.new
            made=$((made + 1))
        fi
    done
    mv .env.new .env
    [ "$made" = 0 ] || printf 'Put %s random passwords into docker/.env.\n' "$made"
}

complete_env

# DW_STACK_ENV_ONLY=1 ends here: the passwords, without Docker.
[ -z "${DW_STACK_ENV_ONLY:-}" ] || exit 0

command -v docker > /dev/null || fail "Docker is not installed: https://docs.docker.com/engine/install/"
docker compose version > /dev/null 2>&1 || fail "Docker Compose is missing: install its plugin, version 2.24 or newer."
docker info > /dev/null 2>&1 || fail "Docker is not running, or this user may not use it: start it and try again."

DW_GIT_SHA=$(git rev-parse --short=12 HEAD 2> /dev/null || true)
export DW_GIT_SHA

docker compose build
if ! docker compose up --detach --wait --wait-timeout "${DW_WAIT:-1800}" \
    sqlserver etl monitor vendas docs backup; then
    docker compose ps --all >&2
    fail "The stack did not become healthy: 'docker compose -f docker/compose.yml logs SERVICE' says why."
fi

host=${DW_BIND:-$(sed -n 's/^DW_BIND=//p' .env)}
host=${host:-127.0.0.1}
cat << TEXT
The stack is up and loaded.
  monitor     http://$host:8501
  vendas      http://$host:8502
  dbt docs    http://$host:8503
Stop it by docker/down_stack.sh; passwords are in docker/.env.
TEXT
