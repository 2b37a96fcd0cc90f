#!/usr/bin/env bash
# Boots the demo in a temporary directory, runs a command against it, and stops
# it: scripts/with-demo.sh COMMAND...
#
# The command finds the server's address in STACKMATCH_URL and its data in
# STACKMATCH_DATA.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly deadline=${STACKMATCH_READY_SECONDS:-120} # of building and seeding
STACKMATCH_DATA=$(mktemp -d)
export STACKMATCH_DATA
log=$STACKMATCH_DATA.log
: >"$log" # there before it is read

set -m # the server in a process group of its own: "go run" passes no signals on
go run ./cmd/stackmatch serve --demo --addr 127.0.0.1:0 --data "$STACKMATCH_DATA" >"$log" 2>&1 &
server=$!
set +m

stop() {
  kill -TERM -- "-$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$STACKMATCH_DATA" "$log"
}
trap stop EXIT

for ((tenths = 0; tenths < deadline * 10; tenths++)); do
  STACKMATCH_URL=$(sed -n 's/^ready \(http[^ ]*\).*/\1/p' "$log" | head -1)
  [[ -n $STACKMATCH_URL ]] && break
  kill -0 "$server" 2>/dev/null || { echo "the server ended:" >&2; tail -20 "$log" >&2; exit 1; }
  sleep 0.1
done
[[ -n $STACKMATCH_URL ]] || { echo "not ready after ${deadline}s:" >&2; tail -20 "$log" >&2; exit 1; }
export STACKMATCH_URL
echo "ready $STACKMATCH_URL"

"$@"
