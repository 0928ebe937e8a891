#!/usr/bin/env bash
# Checks the configuration of Prometheus, and tests the alerts on made-up series, with promtool.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
me=test-rules
. "$root/scripts/find.sh"

usage() {
  cat <<'EOF'
usage: scripts/test-rules.sh

Checks deploy/prometheus/prometheus.yml and rules.yml, and runs rules.test.yml.

Environment:
  JETBRIDGE_PROMTOOL   path of promtool (default: found or fetched)
EOF
}

case ${1:-} in -h | --help) usage; exit 0 ;; esac

promtool=$(find_promtool) || fail 'no promtool to be had (neither on PATH nor as a Debian package): install Prometheus, or set JETBRIDGE_PROMTOOL to its path'
cd "$root/deploy/prometheus"
"$promtool" check config prometheus.yml >&2 || fail 'promtool refuses the configuration'
"$promtool" test rules rules.test.yml >&2 || fail 'an alert does not do what its test says'
say 'the alerts do what their tests say'
