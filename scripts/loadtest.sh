#!/usr/bin/env bash
# Runs load tests against a nats-server and a bridge of their own.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
me=loadtest
. "$root/scripts/find.sh"

usage() {
  cat <<'EOF'
usage: scripts/loadtest.sh [--bare] SCENARIO [OPTION...]
       scripts/loadtest.sh --pull replay [OPTION...]
       scripts/loadtest.sh --check [VIEWERS]

Starts a nats-server with an empty stream and a bridge before it on loopback, runs jetbridge loadtest
with the scenario and options given, and stops both. With --bare, loadtest/src/test/c/bareloop.c is in
the bridge's place, which only writes: the floor under the same load. With --pull,
loadtest/src/test/c/rawpull.c reads the same backlog once more when the scenario is over, by as many
consumers as there were replayers and without the bridge, and what both took is compared; of the
options --json is taken. With --check, two clients watch
the same 60 s of a stream at the same time, the load tester and loadtest/src/test/c/feedclient.c, and
what they counted and timed is compared: so many viewers each (default: 100), 50 events/s.

Environment:
  JETBRIDGE_SERVE_OPTS      options for jetbridge serve, such as --set delivery=dedicated
  JETBRIDGE_LOADTEST_PORT   first of four ports (default: 14700)
  JETBRIDGE_NATS_SERVER     path of the nats-server to run (default: found or fetched)
  JETBRIDGE_JAVA_OPTS       options for the JVMs

Exit codes: those of jetbridge loadtest; with --check 0 where all figures agree within
5 % or a millisecond, else 1.
EOF
}

case ${1:-} in -h | --help) usage; exit 0 ;; '') usage >&2; exit 1 ;; esac

bare=false pulls=false
case $1 in
  --bare) bare=true; shift ;;
  --pull) pulls=true; shift ;;
esac
(($#)) || { usage >&2; exit 1; }
if $bare || $pulls || [ "$1" = --check ]; then
  command -v gcc >/dev/null || fail 'no gcc found on PATH, which the program in C needs'
fi
first=${JETBRIDGE_LOADTEST_PORT:-14700} serve_options=${JETBRIDGE_SERVE_OPTS:-}
# They are this script's own: the bridge refuses what is no key of its configuration.
unset JETBRIDGE_LOADTEST_PORT JETBRIDGE_SERVE_OPTS
port=$first admin_port=$((first + 1)) nats_port=$((first + 2)) websocket_port=$((first + 3))
run_dir=$(mktemp -d)
. "$root/scripts/supervise.sh"
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'stop_all; rm -rf "$run_dir"' EXIT
for taken in "$port" "$admin_port" "$nats_port" "$websocket_port"; do
  ! is_open "$taken" || fail "port $taken is taken: set JETBRIDGE_LOADTEST_PORT to the first of four free ones"
done

jdk=$(find_jdk)
nats_server=$(find_nats_server)
build_if_needed "$jdk"
export JAVA_HOME=$jdk JETBRIDGE_TOKEN=loadtest

cat >"$run_dir/nats.conf" <<EOF
listen: "127.0.0.1:$nats_port"
max_connections: 100000
jetstream { store_dir: "$run_dir/nats", max_file_store: 8GB }
websocket { listen: "127.0.0.1:$websocket_port", no_tls: true }
EOF
start nats-server "$nats_server" -c "$run_dir/nats.conf"
broker=${children[-1]}
await 30 "nats-server on port $nats_port" is_open "$nats_port"
! $pulls || gcc -O2 -Wall -o "$run_dir/rawpull" "$root/loadtest/src/test/c/rawpull.c"
if $bare; then
  gcc -O2 -Wall -o "$run_dir/bareloop" "$root/loadtest/src/test/c/bareloop.c"
  start bareloop "$run_dir/bareloop" "$port" "$nats_port" 'loadtest.>'
  await 10 "the bare loop on port $port" is_open "$port"
fi
# The bridge wants its stream to be there: a run of one moment over nats-server's WebSocket makes it.
"$root/jetbridge" loadtest fanout --adapter nats --url "ws://127.0.0.1:$websocket_port" \
  --nats-url "nats://127.0.0.1:$nats_port" --viewers 1 --rate 10 --duration 200ms --warm-up 0s --view none >/dev/null || [ $? = 4 ]
if ! $bare; then
  # shellcheck disable=SC2086 # a list of options
  JETBRIDGE_AUTH_TOKEN=$JETBRIDGE_TOKEN start bridge "$root/jetbridge" serve --set "nats.url=nats://127.0.0.1:$nats_port" \
    --set stream.name=LOADTEST --set server.host=127.0.0.1 --set "server.port=$port" --set "admin.port=$admin_port" \
    --set drain.window=1s $serve_options
  await 60 "the bridge to be ready" is_ok "$admin_port" /readyz
fi

loadtest() {
  local dialect=()
  ! $bare || dialect=(--adapter plain)
  "$root/jetbridge" loadtest "$@" "${dialect[@]}" --url "ws://127.0.0.1:$port" --nats-url "nats://127.0.0.1:$nats_port"
}

# Prints a number of the result: the first member of a name after the first of another.
# usage: number OBJECT MEMBER
number() { sed -n "/\"$1\"/,\$p" "$run_dir/result.json" | sed -n "s/.*\"$2\" : \"\{0,1\}\([0-9.E]*\).*/\1/p" | head -n 1; }

# CPU time of the broker, in clock ticks.
broker_ticks() { local stat; read -ra stat <"/proc/$broker/stat"; echo $((stat[13] + stat[14])); }

# Reads the backlog of the run that has just ended without the bridge, as the bridge would: over one
# connection for all, as the bridge does, and over one each, as clients without a bridge would.
compare_pull() {
  local replayers backlog millis connections before events seconds rate own share
  replayers=$(number settings replayers) backlog=$(number settings backlog) millis=$(number catchUps last)
  [ "${replayers:-0}" -gt 0 ] || fail 'no replayers in this scenario, so there is nothing to hold a pull against'
  [ "${millis%.*}" != 0 ] || fail 'not all replayers caught up, so there is nothing to compare'
  for connections in 1 "$replayers"; do
    before=$(broker_ticks)
    # As many messages and bytes a pull as the bridge asks for by default, of which few may take more.
    share=$((replayers > 16 ? 1 : 8))
    "$run_dir/rawpull" "$nats_port" LOADTEST "$replayers" "$connections" "$backlog" $((128 * share)) $((262144 * share)) \
      >"$run_dir/pulled"
    read -r events seconds rate own <"$run_dir/pulled"
    awk -v millis="$millis" -v connections="$connections" -v events="$events" -v seconds="$seconds" -v rate="$rate" \
      -v own="$own" -v broker="$(($(broker_ticks) - before))" -v ticks="$(getconf CLK_TCK)" 'BEGIN {
        printf "raw pull     %d connections: %.0f events/s in %.1f s; broker %.2f us an event, puller %.2f us; ",
          connections, rate, seconds, broker / ticks / events * 1e6, own / events * 1e6
        printf "%.0f events/s through the bridge are %.2f times that\n", events / millis * 1000, events / millis * 1000 / rate }'
    [ "$replayers" -gt 1 ] || break
  done
}

if [ "$1" != --check ]; then
  status=0
  if $pulls; then
    loadtest "$@" --json "$run_dir/result.json" || status=$?
    case $status in
      0 | 3 | 4) compare_pull ;;
    esac
  else
    loadtest "$@" || status=$?
  fi
  exit "$status"
fi

viewers=${2:-100}
gcc -O2 -Wall -o "$run_dir/feedclient" "$root/loadtest/src/test/c/feedclient.c"
has_viewer() {
  local body
  body=$(
    exec 2>/dev/null 3<>"/dev/tcp/127.0.0.1/$admin_port" || exit 1
    printf 'GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$admin_port" >&3
    timeout 5 cat <&3
  ) || return 1
  grep -q '^jetbridge_sessions.* [1-9]' <<<"$body"
}
loadtest fanout --viewers "$viewers" --connect-rate 50 --rate 50 --warm-up 10s --duration 60s --view none \
  --json "$run_dir/result.json" &
tester=$!
# Both connect at the same pace and time, so that no one's viewers are always served before the other's.
await 30 "the load tester's first viewer" has_viewer
start feedclient "$run_dir/feedclient" record 127.0.0.1 "$port" "$JETBRIDGE_TOKEN" "$viewers" 50 "$((viewers / 50 + 75))" "$run_dir/samples"
client=${children[-1]}
wait "$tester" || say "the load test ended with $?"
wait "$client" || fail "the other client failed: $(tail -n 3 "$run_dir/feedclient.log")"
cat "$run_dir/feedclient.log"

from=$(number totals measuredFrom) until=$(number totals measuredUntil)
read -r count rate mean p50 p90 p99 _ < <("$run_dir/feedclient" report "$run_dir/samples" "$from" "$until")
awk -v seconds="$(((until - from) / 1000000))e-3" -v rate="$rate" -v theirs="$count $mean $p50 $p90 $p99" \
  -v ours="$(number latency count) $(number latency mean) $(number latency p50) $(number latency p90) $(number latency p99)" 'BEGIN {
    split("events mean p50 p90 p99", names); split(ours, our); split(theirs, their); bad = 0
    printf "%-14s %14s %14s %11s\n", "", "load tester", "C client", "difference"
    printf "%-14s %14.1f %14.1f %9.2f %%\n", "deliveries/s", our[1] / seconds, rate, 100 * (our[1] / seconds / rate - 1)
    for (i = 1; i <= 5; i++) {
      difference = 100 * (our[i] / their[i] - 1)
      # Reading a socket in a JVM takes longer than in C, whatever the latency.
      if ((difference > 5 || difference < -5) && (i == 1 || our[i] - their[i] > 1000 || their[i] - our[i] > 1000)) bad = 1
      printf "%-14s %14.1f %14.1f %9.2f %%\n", names[i] (i > 1 ? " (us)" : ""), our[i], their[i], difference
    }
    exit bad }'
