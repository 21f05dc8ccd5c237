#!/bin/sh
# with-postgres.sh COMMAND…: runs a command with DATABASE=… naming an empty PostgreSQL
# database, and puts the server away afterwards. It uses DATABASE if that is set, else starts
# a server of its own on a socket in a temporary folder, as durable as in earnest, where the
# programs are found (POSTGRES_BIN=folder of initdb and pg_ctl). Without either it says so and runs
# the command with no DATABASE.
set -eu

say() { printf '%s\n%s\n' "$1" "$2" >&2; }

if [ -n "${DATABASE:-}" ]; then exec "$@"; fi
if [ -z "${POSTGRES_BIN:-}" ]; then
  if command -v initdb >/dev/null 2>&1; then
    POSTGRES_BIN=$(dirname "$(command -v initdb)")
  else
    POSTGRES_BIN=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
  fi
fi
if [ -z "$POSTGRES_BIN" ] || [ ! -x "$POSTGRES_BIN/initdb" ]; then
  say '没有找到 PostgreSQL，这一项没有测。请安装它，或用 POSTGRES_BIN=文件夹、DATABASE=地址 指明。' \
      'There is no PostgreSQL, so the year on it was NOT measured. Install it, or name it with POSTGRES_BIN=folder or DATABASE=address.'
  exec "$@"
fi

# The server does not run as root.
home=$(mktemp -d /tmp/ywpg.XXXXXX)
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  chown nobody "$home"
  as() { setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups "$@"; }
fi
finish() {
  as "$POSTGRES_BIN/pg_ctl" -D "$home/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$home"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$home"
as "$POSTGRES_BIN/initdb" -D "$home/data" -U youwei -A trust -E UTF8 --locale=C --data-checksums >"$home.log" 2>&1 ||
  { cat "$home.log" >&2; rm -f "$home.log"; exit 1; }
rm -f "$home.log"
as sh -c "printf '%s\n' \"unix_socket_directories = '$home'\" \"listen_addresses = ''\" 'fsync = on' 'synchronous_commit = on' 'full_page_writes = on' >>'$home/data/postgresql.conf'"
as "$POSTGRES_BIN/pg_ctl" -D "$home/data" -l "$home/log" -w start >/dev/null 2>&1 ||
  { cat "$home/log" >&2; exit 1; }
cd "$OLDPWD"
DATABASE="postgres://youwei@$(echo "$home" | sed 's:/:%2F:g')/postgres" "$@"
