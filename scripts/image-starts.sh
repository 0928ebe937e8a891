# shellcheck shell=bash
# Measures how long a container takes to be ready. Sourced by image.sh.

: "${root:?}" "${run_engine:?}" "${image:?}" "${jdk:?}" "${starts:?}"

run_dir=$(mktemp -d)
. "$root/scripts/supervise.sh"
nats_server=$(find_nats_server)
# shellcheck disable=SC2317 # called by the trap
finish() {
  set +e
  "${run_engine[@]}" rm -f jetbridge-starts >/dev/null 2>&1
  stop_all
  rm -rf "$run_dir"
}
trap finish EXIT

start nats-server "$nats_server" -a 127.0.0.1 -p -1 --ports_file_dir "$run_dir" -js -sd "$run_dir/nats"
await 30 'nats-server' compgen -G "$run_dir/*.ports" >/dev/null
url=$(sed -n 's|.*"\(nats://127.0.0.1:[0-9]*\)".*|\1|p' "$run_dir"/*.ports | head -n 1)
"${run_engine[@]}" run --rm --network host "$image" demo --nats "$url" --stream STARTS --rate 2000 --count 2000 >/dev/null

for ((i = 1; i <= starts; i++)); do
  admin=$(free_port)
  begun=${EPOCHREALTIME/./}
  "${run_engine[@]}" run -d --name jetbridge-starts --network host --read-only -e "JETBRIDGE_NATS_URL=$url" \
    -e JETBRIDGE_STREAM_NAME=STARTS -e JETBRIDGE_AUTH_TOKEN=for-this-measurement -e JETBRIDGE_SERVER_PORT=0 \
    -e "JETBRIDGE_ADMIN_PORT=$admin" -e JETBRIDGE_DRAIN_WINDOW=0s "$image" >/dev/null
  # The engine makes the container first; the bridge's own time begins with its process.
  made=${EPOCHREALTIME/./}
  until is_ok "$admin" /readyz; do
    ((${EPOCHREALTIME/./} - begun < 60000000)) || fail "not ready after a minute: $("${run_engine[@]}" logs jetbridge-starts 2>&1 | tail -n 5)"
    sleep 0.01
  done
  ready=${EPOCHREALTIME/./}
  printf 'start %d: ready after %d ms, of which the engine took %d\n' "$i" $(((ready - begun) / 1000)) $(((made - begun) / 1000))
  "${run_engine[@]}" stop -t 30 jetbridge-starts >/dev/null
  "${run_engine[@]}" rm jetbridge-starts >/dev/null
done
