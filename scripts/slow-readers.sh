#!/usr/bin/env bash
# Measures what slow readers cost, themselves and others: about a minute.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
me=slow-readers
. "$root/scripts/find.sh"

usage() {
  cat <<'EOF'
usage: scripts/slow-readers.sh

Builds the bridge and starts it before a nats-server of its own. Prints how late the events of 20
live sessions are, alone and beside 300 slow ones that began at 0, and of those how long a pong
waits and what they hold of the bridge's memory.
EOF
}

case ${1:-} in --help | -h) usage; exit 0 ;; esac

measure dev.jetbridge.bridge.it.SlowReadersReport
