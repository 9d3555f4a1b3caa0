#!/usr/bin/env bash
# Puts a backup in place: restore.sh DATABASE [--until 'YYYY-MM-DDTHH:MM:SS'] (docs/docker.md).
# The database is DW_ECOMMERCE or ECOMMERCE_OLTP. What uses it is stopped, and started again.
set -euo pipefail
cd "$(dirname "$0")"

[ $# -ge 1 ] || { printf "usage: restore.sh DATABASE [--until 'YYYY-MM-DDTHH:MM:SS'] [--force]\n" >&2; exit 2; }
[ -r .env ] || { printf 'There is no docker/.env: start the stack by up_stack.sh first.\n' >&2; exit 2; }

users="etl monitor vendas docs backup"
# shellcheck disable=SC2086
docker compose stop --timeout 600 $users
code=0
docker compose run --rm --no-deps restore restore --target sqlserver --folder /backup --database "$@" || code=$?
# After a restore from another server the users' links to their logins are mended here.
docker compose run --rm --no-deps prepare || code=$?
# shellcheck disable=SC2086
docker compose start $users
exit "$code"
