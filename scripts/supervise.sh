# shellcheck shell=bash
# Starts processes, watches them, and lets none of them outlive the script that sources this.
# Sourced after find.sh; needs $run_dir, where each process has its log and its pid.

: "${run_dir:?}"

children=() # pids, in the order of their start
declare -A names=() logs=()

# Starts a command in a process group of its own, so that Ctrl-C reaches this script alone and the
# processes are stopped in order; where the kernel can, they end even if this script is killed.
# usage: start NAME COMMAND...
start() {
  local name=$1 log=$run_dir/${1// /-}.log guard=()
  shift
  ! setpriv --pdeathsig TERM true 2>/dev/null || guard=(setpriv --pdeathsig TERM)
  set -m
  "${guard[@]}" "$@" >"$log" 2>&1 </dev/null 9>&- &
  set +m
  printf '%s\n' $! >"${log%.log}.pid"
  children+=($!)
  names[$!]=$name
  logs[$!]=$log
}

# Stops everything that was started, the last first, and waits for it; by force after 10 seconds,
# or once Ctrl-C is pressed again.
stop_all() {
  local i pid patience
  trap '' HUP
  trap 'patience=0' INT TERM
  for ((i = ${#children[@]} - 1; i >= 0; i--)); do
    pid=${children[i]}
    kill -TERM -- "-$pid" 2>/dev/null || continue
    patience=100
    while kill -0 -- "-$pid" 2>/dev/null; do
      if ((patience-- <= 0)); then
        say "${names[$pid]} does not stop; ending it by force" || :
        kill -KILL -- "-$pid" 2>/dev/null || :
        patience=50
      fi
      sleep 0.1
    done
    rm -f "${logs[$pid]%.log}.pid"
  done
  children=()
}

# Fails with the end of its log if one of the processes has ended.
check_all() {
  local pid status
  for pid in "${children[@]}"; do
    if ! kill -0 "$pid" 2>/dev/null; then
      status=0
      wait "$pid" 2>/dev/null || status=$?
      report "$pid" "$status"
    fi
  done
}

# Says how a process ended, with the end of its log, and fails.
# usage: report PID EXIT-CODE
report() {
  local pid=$1 status=$2
  say "${names[$pid]} has ended by itself (exit code $status); the end of ${logs[$pid]}:"
  tail -n 15 "${logs[$pid]}" | sed 's/^/  | /' >&2
  exit 1
}

# Waits until a command succeeds; fails if a process ends meanwhile, or after SECONDS.
# usage: await SECONDS WHAT COMMAND...
await() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    check_all
    if ((SECONDS >= deadline)); then
      say "gave up waiting for $what; the ends of the logs in $run_dir:"
      tail -n 8 "$run_dir"/*.log >&2
      exit 1
    fi
    sleep 0.1
  done
}

# ---- the network, with nothing but bash ----

# Whether something listens on a loopback port.
is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A loopback port on which nothing listens now.
free_port() {
  local port
  while port=$((20000 + RANDOM % 10000)) && is_open "$port"; do :; done
  printf '%s\n' "$port"
}

# Whether a GET on loopback answers 200.
is_ok() {
  local port=$1 path=$2 line=
  line=$(
    exec 2>/dev/null 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
    printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$path" "$port" >&3
    IFS= read -r -t 5 line <&3 && printf '%s' "$line"
  ) || return 1
  [[ $line == 'HTTP/1.1 200 '* ]]
}
