#!/usr/bin/env bash
# Asks a real Prometheus, which scrapes real bridges under load, for everything that alerts and dashboard ask.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
me=observe
. "$root/scripts/find.sh"

usage() {
  cat <<'EOF'
usage: scripts/observe.sh [--stay]

Starts a nats-server, two bridges before it (one with TLS and a snapshot), load on them and a
Prometheus with deploy/prometheus that scrapes them, all on loopback. After a minute each
query of deploy/grafana/dashboards/jetbridge.json and each series of an alert is asked for, and every
rule must have been evaluated without an error. Prints what came of each; with --stay all of it goes
on until Ctrl-C, to be looked at.

Environment:
  JETBRIDGE_OBSERVE_PORT   first of seven ports (default: 14800)
  JETBRIDGE_PROMETHEUS     path of prometheus (default: found or fetched)
  JETBRIDGE_PROMTOOL       path of promtool (default: found or fetched)
  JETBRIDGE_NATS_SERVER    path of the nats-server to run (default: found or fetched)

Exit codes: 0 everything has an answer; 1 something is empty or in error, or missing.
EOF
}

stay=false
case ${1:-} in
  -h | --help) usage; exit 0 ;;
  --stay) stay=true ;;
  '') ;;
  *) usage >&2; exit 1 ;;
esac

first=${JETBRIDGE_OBSERVE_PORT:-14800}
# It is this script's own: the bridge refuses what is no key of its configuration.
unset JETBRIDGE_OBSERVE_PORT
nats_port=$first websocket_port=$((first + 1)) prometheus_port=$((first + 2))
ports=("$((first + 3))" "$((first + 4))") admin_ports=("$((first + 5))" "$((first + 6))")
run_dir=$(mktemp -d)
. "$root/scripts/supervise.sh"
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'stop_all; rm -rf "$run_dir"' EXIT
for taken in "$nats_port" "$websocket_port" "$prometheus_port" "${ports[@]}" "${admin_ports[@]}"; do
  ! is_open "$taken" || fail "port $taken is taken: set JETBRIDGE_OBSERVE_PORT to the first of seven free ones"
done

jdk=$(find_jdk)
nats_server=$(find_nats_server)
prometheus=$(find_prometheus) || fail 'no prometheus to be had (neither on PATH nor as a Debian package): install it, or set JETBRIDGE_PROMETHEUS to its path'
promtool=$(find_promtool) || fail 'no promtool to be had: set JETBRIDGE_PROMTOOL to its path'
build_if_needed "$jdk"
export JAVA_HOME=$jdk JETBRIDGE_TOKEN=observe

# ---- broker, bridges, load ----

cat >"$run_dir/nats.conf" <<EOF
listen: "127.0.0.1:$nats_port"
jetstream { store_dir: "$run_dir/nats", max_file_store: 4GB }
websocket { listen: "127.0.0.1:$websocket_port", no_tls: true }
EOF
start nats-server "$nats_server" -c "$run_dir/nats.conf"
await 30 "nats-server on port $nats_port" is_open "$nats_port"

# usage: load SCENARIO URL OPTION...
load() {
  local scenario=$1 url=$2
  shift 2
  "$root/jetbridge" loadtest "$scenario" --url "$url" --nats-url "nats://127.0.0.1:$nats_port" "$@"
}

# The bridges want their stream to be there: a run of one moment over nats-server's WebSocket makes it.
load fanout "ws://127.0.0.1:$websocket_port" --adapter nats --viewers 1 --rate 10 --duration 200ms --warm-up 0s --view none >/dev/null || [ $? = 4 ]

"$jdk/bin/keytool" -genkeypair -alias bridge -keyalg EC -dname CN=localhost -validity 90 -storetype PKCS12 \
  -keystore "$run_dir/key.p12" -storepass observe >/dev/null 2>&1
tls=()
if command -v openssl >/dev/null; then
  openssl pkcs12 -in "$run_dir/key.p12" -passin pass:observe -nokeys -out "$run_dir/cert.pem" 2>/dev/null
  openssl pkcs12 -in "$run_dir/key.p12" -passin pass:observe -nocerts -nodes 2>/dev/null | openssl pkcs8 -topk8 -nocrypt -out "$run_dir/key.pem"
  tls=(--set "server.tls.certificate-file=$run_dir/cert.pem" --set "server.tls.key-file=$run_dir/key.pem")
else
  say 'no openssl found on PATH: the second bridge is without TLS, and the alert on its certificate without an answer'
fi

# usage: bridge NUMBER OPTION...
bridge() {
  local number=$1
  shift
  JETBRIDGE_JAVA_OPTS=-Xmx512m JETBRIDGE_AUTH_TOKEN=$JETBRIDGE_TOKEN start "bridge-$number" "$root/jetbridge" serve \
    --set "nats.url=nats://127.0.0.1:$nats_port" --set stream.name=LOADTEST --set server.host=127.0.0.1 \
    --set "server.port=${ports[number - 1]}" --set "admin.port=${admin_ports[number - 1]}" --set drain.window=1s --set session.heartbeat=5s "$@"
}

# A window of a few seconds, so that who comes from the beginning has to replay.
bridge 1 --set window.max-events=1000 --set snapshot.mode=embedded --set snapshot.checkpoint-interval=20s
bridge 2 --set snapshot.mode=embedded --set snapshot.checkpoints=none "${tls[@]}"
await 60 'the first bridge to be ready' is_ok "${admin_ports[0]}" /readyz
await 60 'the second bridge to be ready' is_ok "${admin_ports[1]}" /readyz

sed -e "s/bridge-1:8081/127.0.0.1:${admin_ports[0]}/" -e "s/bridge-2:8081/127.0.0.1:${admin_ports[1]}/" \
  -e 's/\(scrape\|evaluation\)_interval: 15s/\1_interval: 5s/' "$root/deploy/prometheus/prometheus.yml" >"$run_dir/prometheus.yml"
cp "$root/deploy/prometheus/rules.yml" "$run_dir"
start prometheus "$prometheus" --config.file="$run_dir/prometheus.yml" --storage.tsdb.path="$run_dir/tsdb" \
  --web.listen-address="127.0.0.1:$prometheus_port"
await 30 'Prometheus to be ready' is_ok "$prometheus_port" /-/ready

say 'load for 50 s: 300 viewers, 100 events/s, and replays of all there is'
start viewers "$root/jetbridge" loadtest fanout --url "ws://127.0.0.1:${ports[0]}" --nats-url "nats://127.0.0.1:$nats_port" \
  --viewers 300 --rate 100 --duration 45s --warm-up 5s --view none
viewers=${children[-1]}
children=("${children[@]:0:${#children[@]}-1}")
# Somebody who replays, again and again, and somebody without a token that is known.
while kill -0 "$viewers" 2>/dev/null; do
  "$root/jetbridge" follow "ws://127.0.0.1:${ports[0]}" --since earliest --until-caught-up >/dev/null 2>&1 || :
  "$root/jetbridge" follow "ws://127.0.0.1:${ports[0]}" --token nobody >/dev/null 2>&1 || :
  check_all
done
status=0
wait "$viewers" || status=$?
[ "$status" = 0 ] || say "the load test ended with $status: $(tail -n 3 "$run_dir/viewers.log")"

# ---- asking ----

url=http://127.0.0.1:$prometheus_port
failed=0

# Asks for an expression; fails where there is no answer, or none that is a number.
# usage: ask WHAT EXPRESSION
ask() {
  local answer
  if ! answer=$("$promtool" query instant "$url" "$2" 2>&1); then
    printf 'ERROR   %s\n        %s\n        %s\n' "$1" "$2" "$answer"
  elif ! grep -q '=> ' <<<"$answer"; then
    printf 'EMPTY   %s\n        %s\n' "$1" "$2"
  elif ! grep '=> ' <<<"$answer" | grep -qv '=> NaN'; then
    printf 'NaN     %s\n        %s\n' "$1" "$2"
  else
    printf 'ok      %s: %s\n' "$1" "$(grep -c '=> ' <<<"$answer") series, $(grep '=> ' <<<"$answer" | grep -v '=> NaN' | sed 's/.*=> \([^ ]*\).*/\1/' | head -n 3 | tr '\n' ' ')"
    return
  fi
  failed=$((failed + 1))
}

title=
while IFS= read -r line; do
  case $line in
    *'"title": "'*) title=${line#*\"title\": \"}; title=${title%\"*} ;;
    *'"expr": "'*)
      expression=${line#*\"expr\": \"}
      expression=${expression%\"*}
      expression=${expression//\\\"/\"}
      # What is chosen on the dashboard: all bridges. A rate is taken over four scrapes at least.
      expression=${expression//\$job/jetbridge}
      expression=${expression//\$instance/.*}
      expression=${expression//\$__rate_interval/1m}
      # Marks on the time axis may well be none.
      case $expression in ALERTS* | changes*) continue ;; esac
      ask "$title" "$expression" ;;
  esac
done <"$root/deploy/grafana/dashboards/jetbridge.json"

# What an alert asks about must be there; whether it is as bad as it says is no matter here.
while IFS= read -r series; do
  [[ $series != *tls_certificate* || ${#tls[@]} -gt 0 ]] || continue
  ask 'an alert' "$series"
done < <(grep -v -e '^ *#' -e 'runbook_url' -e 'summary:' -e 'description:' "$root/deploy/prometheus/rules.yml" \
  | grep -oE '\b(jetbridge|jvm|process|system)_[a-z0-9_]+(\{[^}]*\})?' | sort -u)

health() {
  exec 3<>"/dev/tcp/127.0.0.1/$prometheus_port"
  printf 'GET /api/v1/rules HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
  cat <&3
  exec 3>&-
}
rules=$(health)
total=$(grep -c -- '- alert: ' "$root/deploy/prometheus/rules.yml")
well=$(grep -o '"health":"ok"' <<<"$rules" | wc -l)
if [ "$well" = "$total" ]; then
  printf 'ok      all %s rules are evaluated\n' "$total"
else
  printf 'ERROR   %s of %s rules are evaluated\n        %s\n' "$well" "$total" "$(grep -o '"lastError":"[^"]*"' <<<"$rules" | head -n 3)"
  failed=$((failed + 1))
fi
say "alerts now: $("$promtool" query instant "$url" 'ALERTS{alertstate="firing"}' | sed 's/.*alertname="\([^"]*\)".*/\1/' | sort -u | tr '\n' ' ')"

if $stay; then
  say "Prometheus is at $url; Ctrl-C stops everything"
  while sleep 1; do check_all; done
fi
[ "$failed" = 0 ] || fail "$failed queries have no answer"
say 'every panel and every alert has an answer'
