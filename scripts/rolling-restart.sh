#!/usr/bin/env bash
# Restarts two bridges in turn under followers, and shows that nobody lost an event or got one twice.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
me=rolling-restart
. "$root/scripts/find.sh"

usage() {
  cat <<'EOF'
usage: scripts/rolling-restart.sh [--viewers N] [--window SECONDS] [--report FOLDER]

Starts a nats-server and two bridges before one stream on loopback, lets N viewers (default: 2000)
follow ten events a second, half of them on each bridge, and restarts first one bridge and then the
other by SIGTERM, with a drain window of so many seconds (default: 20). The load tester checks every
event that every viewer receives; its summary shows the curve of the connections opened in each
second, and with --report its page does.

Environment:
  JETBRIDGE_ROLLING_PORT    first of six ports (default: 14720)
  JETBRIDGE_SERVE_OPTS      more options for jetbridge serve
  JETBRIDGE_NATS_SERVER     path of the nats-server to run (default: found or fetched)
  JETBRIDGE_JAVA_OPTS       options for the JVMs

Exit codes: those of jetbridge loadtest, but 0 where only the generator fell behind, which does not
matter here; 1 where a bridge did not stop or did not come back, or not before the run was over.
EOF
}

viewers=2000 window=20 page=()
while (($#)); do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --viewers) viewers=${2:-} ;;
    --window) window=${2:-} ;;
    --report) page=(--report "${2:?}") ;;
    *) usage >&2; exit 1 ;;
  esac
  shift $(($# > 1 ? 2 : 1))
done
[[ $viewers =~ ^[1-9][0-9]{0,5}$ && $window =~ ^[1-9][0-9]{0,3}$ ]] || { usage >&2; exit 1; }

first=${JETBRIDGE_ROLLING_PORT:-14720} serve_options=${JETBRIDGE_SERVE_OPTS:-}
# They are this script's own: the bridge refuses what is no key of its configuration.
unset JETBRIDGE_ROLLING_PORT JETBRIDGE_SERVE_OPTS
nats_port=$((first + 4)) websocket_port=$((first + 5))
# Beside the window a restart takes the end of one JVM and the start of another.
duration=$((5 + 2 * (window + 15)))
run_dir=$(mktemp -d)
. "$root/scripts/supervise.sh"
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'stop_all; rm -rf "$run_dir"' EXIT
for ((port = first; port <= websocket_port; port++)); do
  ! is_open "$port" || fail "port $port is taken: set JETBRIDGE_ROLLING_PORT to the first of six free ones"
done

jdk=$(find_jdk)
nats_server=$(find_nats_server)
build_if_needed "$jdk"
export JAVA_HOME=$jdk JETBRIDGE_TOKEN=rolling-restart

data_port() { printf '%s' $((first + 2 * ($1 - 1))); }
admin_port() { printf '%s' $((first + 2 * ($1 - 1) + 1)); }
is_ready() { is_ok "$(admin_port "$1")" /readyz; }

# usage: start_bridge NUMBER
bridges=()
start_bridge() {
  # shellcheck disable=SC2086 # a list of options
  JETBRIDGE_AUTH_TOKEN=$JETBRIDGE_TOKEN start "bridge $1" "$root/jetbridge" serve \
    --set "nats.url=nats://127.0.0.1:$nats_port" --set stream.name=ROLLING --set server.host=127.0.0.1 \
    --set "server.port=$(data_port "$1")" --set "admin.port=$(admin_port "$1")" \
    --set server.max-connections=20000 --set "drain.window=${window}s" $serve_options
  bridges[$1]=${children[-1]}
}

# Takes a process that has ended, as it was told to, off the list of those that must not.
# usage: forget PID
forget() {
  local pid kept=()
  for pid in "${children[@]}"; do
    [ "$pid" = "$1" ] || kept+=("$pid")
  done
  children=("${kept[@]}")
}

# Seconds since measuring began.
elapsed() { printf '%3d s' $((SECONDS - began)); }

# usage: restart NUMBER
restart() {
  local pid=${bridges[$1]} status=0
  say "$(elapsed): SIGTERM to bridge $1"
  kill -TERM "$pid"
  wait "$pid" || status=$?
  ((status == 0)) || report "$pid" "$status"
  forget "$pid"
  say "$(elapsed): bridge $1 has stopped"
  start_bridge "$1"
  await 60 "bridge $1 to be ready again" is_ready "$1"
  say "$(elapsed): bridge $1 is ready again"
}

cat >"$run_dir/nats.conf" <<EOF
listen: "127.0.0.1:$nats_port"
jetstream { store_dir: "$run_dir/nats", max_file_store: 4GB }
websocket { listen: "127.0.0.1:$websocket_port", no_tls: true }
EOF
start nats-server "$nats_server" -c "$run_dir/nats.conf"
await 30 "nats-server on port $nats_port" is_open "$nats_port"
# The bridges want their stream to be there: a run of one moment over nats-server's WebSocket makes it.
"$root/jetbridge" loadtest fanout --adapter nats --url "ws://127.0.0.1:$websocket_port" \
  --nats-url "nats://127.0.0.1:$nats_port" --stream ROLLING --viewers 1 --rate 10 --duration 200ms \
  --warm-up 0s --view none >/dev/null || [ $? = 4 ]
for number in 1 2; do
  start_bridge "$number"
done
for number in 1 2; do
  await 60 "bridge $number to be ready" is_ready "$number"
done

start viewers "$root/jetbridge" loadtest fanout --name 'rolling restart' \
  --url "ws://127.0.0.1:$(data_port 1),ws://127.0.0.1:$(data_port 2)" --nats-url "nats://127.0.0.1:$nats_port" \
  --stream ROLLING --viewers "$viewers" --rate 10 --warm-up 3s --duration "${duration}s" --view lines \
  --assert gone==0 --assert stopped==0 --assert "opened-per-second.most<=$((2 * viewers / window + 10))" "${page[@]}"
tester=${children[-1]}
is_measuring() { grep -q '^-- measuring' "$run_dir/viewers.log"; }
await 120 "$viewers viewers to be connected" is_measuring
began=$SECONDS
restart 1
restart 2
! grep -q '^-- waiting' "$run_dir/viewers.log" || fail "the restarts took longer than the $duration s of the run"
say "$(elapsed): both are restarted; the run ends after $duration s"
status=0
wait "$tester" || status=$?
forget "$tester"
grep -E '^[a-z0-9 ]{12} ' "$run_dir/viewers.log" || tail -n 20 "$run_dir/viewers.log"
((status == 4)) || exit "$status"
