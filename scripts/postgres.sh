#!/bin/sh
# Runs a command with a PostgreSQL server of its own:
#
#   scripts/postgres.sh go test ./...
#
# The server is Debian's, in a temporary directory, on a free port of the
# loopback address, open to everybody on this machine and gone afterwards. The
# command finds it by STACKMATCH_TEST_POSTGRES. Nothing is installed, and no
# server that runs already is touched.
set -eu

if [ $# -eq 0 ]; then
	echo "usage: $0 COMMAND [ARGUMENT...]" >&2
	exit 2
fi

# Debian keeps the server's commands out of PATH; take the newest. A link in PATH
# may be one of few: what it leads to has the others beside it.
if command -v initdb >/dev/null 2>&1; then
	bin=$(dirname "$(readlink -f "$(command -v initdb)")")
else
	bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
fi
if [ ! -x "$bin/initdb" ] || [ ! -x "$bin/postgres" ] || [ ! -x "$bin/pg_isready" ]; then
	echo "$0: no PostgreSQL server here; install it, for example: apt-get install postgresql" >&2
	exit 1
fi

dir=$(mktemp -d "${TMPDIR:-/tmp}/stackmatch-postgres.XXXXXX")

# PostgreSQL refuses to run as root: then it runs as the user that Debian's
# package has made for it, or as nobody.
as=
if [ "$(id -u)" -eq 0 ]; then
	user=postgres
	id "$user" >/dev/null 2>&1 || user=nobody
	chown "$user" "$dir"
	as="setpriv --reuid=$user --regid=$(id -g "$user") --clear-groups --"
fi

server=
stop() {
	status=$?
	trap '' EXIT INT TERM HUP
	# Immediately: there is nothing to save.
	if [ -n "$server" ] && kill -QUIT "$server" 2>/dev/null; then
		wait "$server" 2>/dev/null || true
	fi
	rm -rf "$dir"
	exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# start runs the server on a port, as a child of ours that no signal to our
# terminal reaches: it is for us to end. It fails if the port is taken.
start() {
	# The durability of a database that nobody misses is not worth waiting for.
	# shellcheck disable=SC2086 # $as is words
	(cd "$dir" && exec setsid $as "$bin/postgres" -D "$dir/data" -p "$1" \
		-c listen_addresses=127.0.0.1 -c unix_socket_directories="$dir" -c max_connections=300 \
		-c fsync=off -c synchronous_commit=off -c full_page_writes=off) >>"$dir/log" 2>&1 &
	server=$!
	waited=0
	while kill -0 "$server" 2>/dev/null && [ "$waited" -lt 600 ]; do
		waited=$((waited + 1))
		if "$bin/pg_isready" -q -h "$dir" -p "$1"; then
			return 0
		fi
		sleep 0.1
	done
	kill -QUIT "$server" 2>/dev/null || true
	wait "$server" 2>/dev/null || true
	server=
	return 1
}

# shellcheck disable=SC2086
(cd "$dir" && $as "$bin/initdb" -D "$dir/data" -U stackmatch -A trust -E UTF8 --locale=C --no-sync >"$dir/initdb.log" 2>&1) || {
	cat "$dir/initdb.log" >&2
	exit 1
}

# A port is free until somebody else takes it: try another one then.
tries=0
port=
while [ -z "$port" ]; do
	tries=$((tries + 1))
	candidate=$((20000 + ($$ * 7919 + tries * 104729) % 40000))
	if start "$candidate"; then
		port=$candidate
	elif [ "$tries" -ge 20 ]; then
		cat "$dir/log" >&2
		exit 1
	fi
done

STACKMATCH_TEST_POSTGRES="postgres://stackmatch@127.0.0.1:$port/postgres?sslmode=disable"
export STACKMATCH_TEST_POSTGRES
# A signal to this shell alone is heard when the command has ended; one to the
# group, as from a terminal or CI, ends the command first.
"$@"
