#!/usr/bin/env bash
# Measures the snapshot: about a minute.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
me=snapshot-report
. "$root/scripts/find.sh"

usage() {
  cat <<'EOF'
usage: scripts/snapshot-report.sh

Builds the bridge and measures its snapshot: how fast 100,000 keys stream over loopback, what a
reader adds to the fold's pauses, and how long a start from a checkpoint of 1,000,000 keys takes.
EOF
}

case ${1:-} in --help | -h) usage; exit 0 ;; esac

measure dev.jetbridge.bridge.it.SnapshotReport -Xmx2g
