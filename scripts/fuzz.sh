#!/usr/bin/env bash
# Lets a fuzzer search for inputs that core judges wrongly.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
me=fuzz
. "$root/scripts/find.sh"

usage() {
  cat <<'EOF'
usage: scripts/fuzz.sh payload|headers [DURATION]

Searches for DURATION (default 5m) and stops at the first input found. That is left among the test
resources of EventReaderFuzz: commit it with the repair, and the suite will always try it. What was
learnt on the way is kept in core/.cifuzz-corpus.
EOF
}

case ${1:-} in
  -h | --help) usage; exit 0 ;;
  payload | headers) ;;
  *) usage >&2; exit 2 ;;
esac

jdk=$(find_jdk)
need_maven
export JAZZER_FUZZ=1 JAZZER_INSTRUMENT='dev.jetbridge.event.**' JAZZER_MAX_DURATION=${2:-5m}
alone maven "$jdk" -pl core -am test -Dtest="EventReaderFuzz#$1" -Dsurefire.failIfNoSpecifiedTests=false
