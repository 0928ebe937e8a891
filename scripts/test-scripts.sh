#!/usr/bin/env bash
# Tests run, jetbridge and what they share, as a user would meet them. Needs what ./test has found.
# usage: scripts/test-scripts.sh [PART...]   parts: find build run (default: all)
set -euo pipefail
# Whoever was started in the background of a script ignores SIGINT, and so would all that is tried here.
if [ -z "${SIGINT_IS_HEARD:-}" ] && env --default-signal=INT true 2>/dev/null; then
  SIGINT_IS_HEARD=yes exec env --default-signal=INT "$0" "$@"
fi
unset SIGINT_IS_HEARD
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
me=test-scripts
. "$root/scripts/find.sh"

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
: >"$tmp/failed"

# ---- words to test with ----

# Runs a command; what it printed is in $out and $err, its exit code in $code.
try() {
  code=0
  "$@" >"$tmp/out" 2>"$tmp/err" </dev/null || code=$?
  out=$(<"$tmp/out")
  err=$(<"$tmp/err")
}

# usage: check WHAT CONDITION...   the condition is a command
check() {
  local what=$1
  shift
  if "$@"; then
    printf 'ok      %s\n' "$what"
  else
    echo "$what" >>"$tmp/failed"
    printf 'FAILED  %s\n        %s\n        exit code: %s\n        stdout: %s\n        stderr: %s\n' "$what" "$*" "$code" "$out" "$err"
  fi
}

is() { [ "$1" = "$2" ]; }
has() { [[ $1 == *"$2"* ]]; }
lacks() { [[ $1 != *"$2"* ]]; }
fails_with() { [ "$code" -eq "$1" ] && [ -z "$out" ] && [ "$(wc -l <"$tmp/err")" -eq 1 ] && has "$err" "$2"; }

# Calls one of find.sh's functions in a process of its own.
find_sh() { bash -c 'set -euo pipefail; root=$1 me=test-scripts; shift; . "$root/scripts/find.sh"; "$@"' - "${tree:-$root}" "$@"; }

# Writes an executable that is a shell script.
stub() {
  mkdir -p "$(dirname "$1")"
  printf '#!/bin/sh\n%s\n' "$2" >"$1"
  chmod +x "$1"
}

# A machine without any of the programs given, for PATH.
without() {
  local bin program
  bin=$(mktemp -d "$tmp/bin.XXXXXX")
  ln -sf /usr/bin/* "$bin" 2>/dev/null || :
  for program; do rm -f "$bin/$program"; done
  printf '%s\n' "$bin"
}

# ---- finding ----

jdk_at() {
  stub "$1/bin/java" 'exit 1'
  stub "$1/bin/javac" 'exit 1'
  printf 'JAVA_VERSION="%s"\n' "$2" >"$1/release"
}

test_find_jdk() {
  local machine=$tmp/machine path
  path=$(without java)
  mkdir -p "$machine"
  export HOME=$tmp/home
  JAVA_HOME='' JETBRIDGE_SEARCH_ROOT=$machine PATH=$path try "$root/jetbridge" --help
  check 'no JDK: one clear line' fails_with 1 'no JDK 21 or later found'

  jdk_at "$machine/usr/lib/jvm/seventeen" 17.0.15
  JAVA_HOME=$machine/usr/lib/jvm/seventeen JETBRIDGE_SEARCH_ROOT=$machine PATH=$path try find_sh find_jdk
  check 'JAVA_HOME is too old and nothing else is there: one clear line' fails_with 1 'no JDK 21 or later found'

  jdk_at "$machine/opt/jdk-27" 27
  JAVA_HOME='' JETBRIDGE_SEARCH_ROOT=$machine PATH=$path try find_sh find_jdk
  check 'a JDK that is newer than tested is better than none' is "$out" "$machine/opt/jdk-27"

  jdk_at "$machine/usr/lib/jvm/twenty-one" 21.0.2
  jdk_at "$machine/usr/lib/jvm/twenty-five" 25.0.1
  JAVA_HOME=$machine/usr/lib/jvm/seventeen JETBRIDGE_SEARCH_ROOT=$machine PATH=$path try find_sh find_jdk
  check 'of several JDKs the newest that is tested with' is "$out" "$machine/usr/lib/jvm/twenty-five"

  JAVA_HOME=$machine/usr/lib/jvm/twenty-one JETBRIDGE_SEARCH_ROOT=$machine PATH=$path try find_sh find_jdk
  check 'JAVA_HOME comes first' is "$out" "$machine/usr/lib/jvm/twenty-one"

  ln -s "$machine/usr/lib/jvm/twenty-one/bin/java" "$path/java"
  JAVA_HOME='' JETBRIDGE_SEARCH_ROOT=$machine PATH=$path try find_sh find_jdk
  check 'then java on PATH' is "$out" "$machine/usr/lib/jvm/twenty-one"
}

test_find_nats_server() {
  local path deb=$tmp/deb fake='echo "nats-server: v9.9.9"'
  path=$(without nats-server docker podman apt-get)
  export JETBRIDGE_SEARCH_ROOT=$tmp/none XDG_CACHE_HOME=$tmp/cache
  PATH=$path JETBRIDGE_NATS_SERVER='' try find_sh find_nats_server
  check 'no nats-server to be had: one clear line' fails_with 1 'no nats-server to be had'

  PATH=$path JETBRIDGE_NATS_SERVER=/bin/true try find_sh find_nats_server
  check 'JETBRIDGE_NATS_SERVER is no nats-server: one clear line' fails_with 1 'JETBRIDGE_NATS_SERVER=/bin/true is not'

  stub "$tmp/none/usr/sbin/nats-server" "$fake"
  PATH=$path JETBRIDGE_NATS_SERVER='' try find_sh find_nats_server
  check 'one in /usr/sbin, which is not on PATH' is "$out" "$tmp/none/usr/sbin/nats-server"
  rm -r "$tmp/none"

  # shellcheck disable=SC2016 # the stub's own $
  stub "$path/docker" 'case $1 in info) ;; create) [ "$2" = nats:2 ] && echo c0ffee ;; cp) [ "$2" = c0ffee:/nats-server ] && printf "#!/bin/sh\necho nats-server: v8.8.8\n" >"$3" && chmod +x "$3" ;; rm) echo "$2" >>"$0.removed" ;; esac'
  PATH=$path JETBRIDGE_NATS_SERVER='' try find_sh find_nats_server
  check 'out of the image, with a container engine' is "$out" "$tmp/cache/jetbridge/nats-server"
  check 'its container is removed' is "$(cat "$path/docker.removed")" c0ffee
  rm "$path/docker"
  PATH=$path JETBRIDGE_NATS_SERVER='' try find_sh find_nats_server
  check 'and from the cache the next time' is "$out$err" "$tmp/cache/jetbridge/nats-server"
  rm -r "$tmp/cache"

  if ! command -v dpkg-deb >/dev/null; then return; fi
  stub "$deb/usr/sbin/nats-server" "$fake"
  mkdir -p "$deb/DEBIAN"
  printf 'Package: nats-server\nVersion: 9.9.9\nArchitecture: all\nMaintainer: nobody <nobody@example.org>\nDescription: fake\n' >"$deb/DEBIAN/control"
  dpkg-deb -b "$deb" "$tmp/nats-server_9.9.9_all.deb" >/dev/null
  # Without lists of the system's a download fails until lists have been fetched.
  stub "$path/apt-get" "case \"\$*\" in *Dir::State::Lists=*update) touch \"$tmp/updated\" ;; *download*) [ -e \"$tmp/updated\" ] && cp \"$tmp/nats-server_9.9.9_all.deb\" . ;; esac"
  PATH=$path JETBRIDGE_NATS_SERVER='' try find_sh find_nats_server
  check "out of the distribution's package, without lists" is "$out" "$tmp/cache/jetbridge/packages/nats-server/usr/sbin/nats-server"
  check 'nothing but the package is left' is "$(find "$tmp/cache/jetbridge/packages" -maxdepth 1 -name '.nats-server.*')" ''

  rm -r "$tmp/cache" "$tmp/updated"
  stub "$path/apt-get" 'exit 100'
  PATH=$path JETBRIDGE_NATS_SERVER='' try find_sh find_nats_server
  check 'the package cannot be had: the last line says so' has "${err##*$'\n'}" 'no nats-server to be had'
  check 'and it fails' is "$code" 1
}

test_find_haproxy() {
  local path packages="$tmp/a cache/jetbridge/packages" package
  path=$(without haproxy apt-get)
  # As unpack_debian would leave them, below a directory with a space in its name.
  # shellcheck disable=SC2016 # the stub's own $
  stub "$packages/haproxy/usr/sbin/haproxy" 'printf "%s\n" "$LD_LIBRARY_PATH" "$@"'
  for package in liblua5.3-0 libopentracing-c-wrapper0 libopentracing1; do
    mkdir -p "$packages/$package/usr/share/doc/$package" "$packages/$package/usr/lib/some-linux-gnu"
    touch "$packages/$package/usr/share/doc/$package/copyright"
  done
  PATH=$path JETBRIDGE_HAPROXY='' XDG_CACHE_HOME="$tmp/a cache" try find_sh find_haproxy
  check 'HAProxy out of its packages, by a wrapper' is "$out" "$tmp/a cache/jetbridge/haproxy"
  try "$tmp/a cache/jetbridge/haproxy" -f 'a file'
  check 'which runs it with its libraries, and its arguments as they are' is "$out" \
    "$packages/liblua5.3-0/usr/lib/some-linux-gnu:$packages/libopentracing-c-wrapper0/usr/lib/some-linux-gnu:$packages/libopentracing1/usr/lib/some-linux-gnu"$'\n-f\na file'
}

test_find_bash() {
  local version
  for version in '3 2' '4 4' '5 0'; do
    # shellcheck disable=SC2086 # two arguments
    try find_sh need_bash $version
    check "bash ${version/ /.}: one clear line" fails_with 1 "bash 5.1 or later is needed, and this is ${version/ /.}"
  done
  for version in '5 1' '6 0'; do
    # shellcheck disable=SC2086
    try find_sh need_bash $version
    check "bash ${version/ /.} will do" is "$code$out$err" 0
  done
}

test_find_engine() {
  local path
  path=$(without docker podman apt-get)
  PATH=$path XDG_CACHE_HOME=$tmp/empty-cache try "$root/scripts/image.sh"
  check 'no container engine to be had: one clear line, and an exit code of its own' fails_with 3 'no container engine runs here'
  try "$root/scripts/image.sh" --starts many
  check 'a wrong argument of image.sh: one clear line' fails_with 2 "--starts is 'many', expected 1 to 99"
}

# ---- building ----

test_build() {
  local tree=$tmp/tree
  mkdir -p "$tree/cli/target/jetbridge/app" "$tree/core/src/main/java"
  cp -r "$root/scripts" "$root/jetbridge" "$root/run" "$tree"
  touch "$tree/pom.xml" "$tree/core/pom.xml" "$tree/core/src/main/java/"{A,B}.java "$tree/cli/target/jetbridge/app/jetbridge-cli.jar"
  find "$tree" -exec touch -d '1 hour ago' {} +
  touch "$tree/cli/target/jetbridge"
  try find_sh app_is_fresh
  check 'an application newer than its sources is not built again' is "$code" 0

  touch -d '1 minute' "$tree/core/src/main/java/A.java"
  try find_sh app_is_fresh
  check 'a source is newer: it is built' is "$code" 1

  touch -d '1 hour ago' "$tree/core/src/main/java/A.java"
  sleep 0.01 && touch "$tree/cli/target/jetbridge" && sleep 0.01
  rm "$tree/core/src/main/java/B.java"
  try find_sh app_is_fresh
  check 'a source is gone: it is built' is "$code" 1

  PATH=$(without mvn) try "$tree/jetbridge" --help
  check 'no Maven: one clear line' fails_with 1 'no Maven found'

  PATH=$(without mvn) try "$tree/jetbridge" bench
  check 'no Maven for the benchmarks either: one clear line' fails_with 1 'bench: no Maven found'

  PATH=$(without mvn) try "$tree/jetbridge" bench --help
  check 'what ./jetbridge bench takes is told without building' has "$out" 'usage: ./jetbridge bench [JMH-ARGUMENT...]'

  stub "$tmp/fails/mvn" 'echo building; exit 1'
  PATH=$tmp/fails:$PATH try "$tree/jetbridge" --help
  check 'the build fails: a line says so' has "$err" 'jetbridge: the build failed'
  check 'and nothing of it is on stdout' is "$out" ''
}

# ---- running ----

# Starts ./run in the background, and waits until it has told what to paste, or has ended.
run_in_background() {
  : >"$tmp/run.out"
  # In a process group of its own: otherwise SIGINT would be ignored in it.
  set -m
  "$root/run" --rate 50 >"$tmp/run.out" 2>"$tmp/run.err" </dev/null &
  run=$!
  set +m
  until grep -q 'Ctrl-C stops everything' "$tmp/run.out" || ! kill -0 "$run" 2>/dev/null; do sleep 0.1; done
  pids=$(cat "$run_dir"/{nats-server,demo,bridge}.pid 2>/dev/null) || :
}

# Waits for ./run; what it said last is in $err, its exit code in $code.
await_run() {
  code=0
  wait "$run" || code=$?
  out=$(<"$tmp/run.out")
  err=$(<"$tmp/run.err")
}

nothing_left() {
  local pid
  for pid in $pids; do
    ! kill -0 "$pid" 2>/dev/null || return 1
  done
}

soon() {
  local deadline=$((SECONDS + 30))
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

# Follows the feed into one file and stops, five times at a moment of its own, then until it is caught up.
follow_in_pieces() {
  local follower before command=("$root/jetbridge" follow "$url" --token-file "$run_dir/token" --since earliest --cursor-file "$tmp/cursor")
  : >"$tmp/events"
  for _ in 1 2 3 4 5; do
    before=$(wc -l <"$tmp/events")
    set -m
    "${command[@]}" >>"$tmp/events" 2>"$tmp/follow.err" </dev/null &
    follower=$!
    set +m
    soon more_events_than "$before" || return
    sleep "0.$((RANDOM % 10))"
    kill -INT "$follower"
    wait "$follower" || return
  done
  "${command[@]}" --until-caught-up >>"$tmp/events" 2>"$tmp/follow.err"
}

more_events_than() { [ "$(wc -l <"$tmp/events")" -gt "$1" ]; }

# The stream is new and drops nothing: its sequences are the numbers of the lines.
every_event_once() {
  awk -F '[:,]' '$1 != "{\"seq\"" || $2 != NR { wrong = 1 } END { exit wrong || NR == 0 }' "$tmp/events"
}

test_run() {
  local run run_dir=$tmp/run pids token url first
  . "$root/scripts/supervise.sh"
  export JETBRIDGE_SERVER_PORT JETBRIDGE_ADMIN_PORT JETBRIDGE_NATS_PORT JETBRIDGE_RUN_DIR=$tmp/run
  JETBRIDGE_SERVER_PORT=$(free_port)
  JETBRIDGE_ADMIN_PORT=$(free_port)
  JETBRIDGE_NATS_PORT=$(free_port)
  url=ws://127.0.0.1:$JETBRIDGE_SERVER_PORT/ws/events

  try "$root/run" --rate many
  check 'a wrong argument: one clear line' fails_with 2 "--rate is 'many', expected"
  JETBRIDGE_ADMIN_PORT=0x1F try "$root/run"
  check 'a wrong port: one clear line' fails_with 1 "JETBRIDGE_ADMIN_PORT is '0x1F', expected"
  PATH=$(without nats-server docker podman apt-get) JETBRIDGE_NATS_SERVER='' JETBRIDGE_SEARCH_ROOT=$tmp/none \
    XDG_CACHE_HOME=$tmp/empty-cache JAVA_HOME=$jdk try "$root/run"
  check 'no nats-server to be had: one clear line' fails_with 1 'no nats-server to be had'

  run_in_background
  token=$(cat "$run_dir/token" 2>/dev/null) || :
  check 'it starts, and says what to paste' grep -q "jetbridge follow $url --token $token" "$tmp/run.out"
  check 'the token is nobody else'\''s' is "$(stat -c %a "$run_dir/token")" 600
  try "$root/jetbridge" follow "$url" --token "$token" --since earliest --limit 20
  check 'the printed command follows the stream' is "$code $(wc -l <"$tmp/out")" '0 20'
  try follow_in_pieces
  check 'a follower is stopped and started again' is "$code" 0
  check 'and has every event once, in order' every_event_once
  try "$root/run"
  check 'a second run at the same time: one clear line' fails_with 1 'already running'
  JETBRIDGE_RUN_DIR=$tmp/other try "$root/run"
  check 'a port is taken: one clear line' fails_with 1 'is taken: stop what listens there, or set JETBRIDGE_SERVER_PORT'
  kill -INT "$run"
  await_run
  check 'Ctrl-C ends it' is "$code" 130
  check 'and leaves nothing running' nothing_left

  first=$(sed -n 's/.*from event \([0-9]*\) on/\1/p' "$run_dir/demo.log")
  run_in_background
  check 'a second run goes on with the stream' test "$(sed -n 's/.*from event \([0-9]*\) on/\1/p' "$run_dir/demo.log")" -gt "$first"
  check 'and with its token' is "$(cat "$run_dir/token")" "$token"
  kill -KILL "$(cat "$run_dir/demo.pid")"
  await_run
  check 'a process that ends by itself ends it, and is named' has "$code $err" '1 run: demo has ended by itself (exit code 137)'
  check 'and leaves nothing running' nothing_left

  run_in_background
  kill -TERM "$run"
  await_run
  check 'SIGTERM ends it' is "$code" 143
  check 'and leaves nothing running' nothing_left

  if setpriv --pdeathsig TERM true 2>/dev/null; then
    run_in_background
    kill -KILL "$run"
    wait "$run" 2>/dev/null || :
    check 'even SIGKILL leaves nothing running' soon nothing_left
  fi

  try "$root/run" --duration 1s
  check 'it ends by itself after a time' is "$code $(tail -n 1 "$tmp/err")" '0 run: stopped after 1s'
}

# ---- all of it ----

jdk=$(find_jdk)
(($#)) || set -- find build run
for part; do
  case $part in
    find) (test_find_bash) && (test_find_jdk) && (test_find_nats_server) && (test_find_haproxy) && (test_find_engine) ;;
    build) (test_build) ;;
    run) build_if_needed "$jdk" && (test_run) ;;
    *) fail "unknown part '$part', expected find, build or run" ;;
  esac
done
[ ! -s "$tmp/failed" ] || fail "$(wc -l <"$tmp/failed") checks of the scripts failed"
say 'all checks of the scripts passed'
