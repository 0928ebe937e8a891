#!/usr/bin/env bash
# Measures what slow readers cost, themselves and others, and what they get: a minute or two.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
me=slow-readers
. "$root/scripts/find.sh"

usage() {
  cat <<'EOF'
usage: scripts/slow-readers.sh [--link]

Builds the bridge and starts it before a nats-server of its own. Prints how late the events of 20
live sessions are, alone and beside 300 slow ones that began at 0, and of those how long a pong
waits and what they hold of the bridge's memory. With --link, how long a pong waits for one client
behind a link of 1 Mbit/s that its events fill, and for ten with such a link each.
EOF
}

case ${1:-} in
  --help | -h) usage ;;
  --link) measure dev.jetbridge.bridge.it.SaturatedLinkReport ;;
  '') measure dev.jetbridge.bridge.it.SlowReadersReport ;;
  *) usage >&2; exit 1 ;;
esac
