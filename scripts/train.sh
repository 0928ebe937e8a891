#!/bin/sh
# Runs a bridge in front of a stream with a client, and leaves behind a cache of what the JVM loaded
# and linked meanwhile (JEP 483, 514, 515), by which the next start is faster. Used by the Dockerfile.
# usage: train.sh HOME OUTPUT   HOME is /opt/jetbridge of the image to be
set -eu
home=$1 cache=$2/jetbridge.aot
work=$(mktemp -d)
pids=
# shellcheck disable=SC2086 # a list
trap 'kill $pids 2>/dev/null || :; wait; rm -rf "$work"' EXIT

fail() { printf 'train: %s; the ends of the logs:\n' "$*" >&2; tail -n 20 "$work"/*.log >&2; exit 1; }
jetbridge() { "$home/runtime/bin/java" "@$home/app/options" dev.jetbridge.cli.Main "$@"; }

# Prints what a pattern finds in a file, as soon as it does. usage: await FILES PATTERN
await() {
  for _ in $(seq 600); do
    # shellcheck disable=SC2086 # a pattern of files
    found=$(cat $1 2>/dev/null | sed -n "$2") || :
    if [ -n "$found" ]; then printf '%s\n' "$found" | head -n 1; return; fi
    sleep 0.1
  done
  fail "$1 does not say $2"
}

nats-server -a 127.0.0.1 -p -1 --ports_file_dir "$work" -js -sd "$work/store" >"$work/nats.log" 2>&1 &
pids=$!
nats=$(await "$work/*.ports" 's|.*"\(nats://127.0.0.1:[0-9]*\)".*|\1|p')
jetbridge demo --nats "$nats" --stream TRAINING --rate 2000 --count 4000 >"$work/demo.log" 2>&1 || fail 'no stream to train with'

export JETBRIDGE_AUTH_TOKEN=a-token-for-training-only
"$home/runtime/bin/java" "-XX:AOTCacheOutput=$cache" "@$home/app/options" dev.jetbridge.cli.Main serve \
  --set "nats.url=$nats" --set stream.name=TRAINING --set server.host=127.0.0.1 --set server.port=0 \
  --set admin.port=0 --set window.max-events=2000 --set drain.window=0s >"$work/bridge.log" 2>&1 &
bridge=$!
pids="$bridge $pids"
port=$(await "$work/bridge.log" 's/.*Data port listens on [^ ]*:\([0-9]*\).*/\1/p')
admin=$(await "$work/bridge.log" 's/.*Admin port listens on [^ ]*:\([0-9]*\).*/\1/p')
await "$work/bridge.log" '/Ready/p' >/dev/null
jetbridge demo --nats "$nats" --stream TRAINING --rate 200 --duration 6s >"$work/demo.log" 2>&1 &
pids="$! $pids"
# One that replays and goes on live.
jetbridge follow "ws://127.0.0.1:$port" --token "$JETBRIDGE_AUTH_TOKEN" --since earliest --limit 4500 \
  >"$work/follow.out" 2>"$work/follow.log" || fail 'the client failed'
jetbridge probe --ready --set "admin.port=$admin" >"$work/probe.log" 2>&1 || fail 'not ready'

kill "$bridge"
wait "$bridge" || fail 'the bridge did not stop in good order'
[ -s "$cache" ] || fail 'the JVM left no cache'
