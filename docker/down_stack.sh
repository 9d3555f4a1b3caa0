#!/usr/bin/env bash
# Stops the stack. Databases, backups and audit files stay; --delete-data deletes them too.
set -euo pipefail
cd "$(dirname "$0")"

case "${1:-}" in
    "") docker compose down --timeout 600 ;;
    --delete-data)
        printf 'Deletes databases, backups and audit files for good. Type "delete" to go on: ' >&2
        read -r answer
        [ "$answer" = delete ] || { printf 'Nothing was deleted.\n' >&2; exit 2; }
        docker compose down --timeout 600 --volumes
        ;;
    *) printf 'usage: down_stack.sh [--delete-data]\n' >&2; exit 2 ;;
esac
