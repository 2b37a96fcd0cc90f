#!/usr/bin/env bash
# Runs every fuzz target of the repository for a time: scripts/fuzz.sh 60s
set -euo pipefail
cd "$(dirname "$0")/.."

failed=()
while IFS=: read -r file target; do
  package=./$(dirname "$file")
  echo "$package $target"
  # Short minimizing: on a small machine it would eat the time.
  go test -run '^$' -fuzz "^$target\$" -fuzztime "${1:-60s}" -fuzzminimizetime 20x "$package" || failed+=("$package $target")
done < <(grep -rHo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' . | sed 's|^\./||; s/func //')

((${#failed[@]} == 0)) || { printf 'failed: %s\n' "${failed[@]}"; exit 1; }
