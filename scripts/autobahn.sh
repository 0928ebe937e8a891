#!/usr/bin/env bash
# Runs the Autobahn test suite of WebSocket conformance against the data port.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
me=autobahn
. "$root/scripts/find.sh"

usage() {
  cat <<'EOF'
usage: scripts/autobahn.sh [CASES...]

Starts the data port with feeds that echo, which the suite needs and the product has not, and runs
the cases given (such as '7.*'; default: all 301, some minutes) against it. Prints how many behaved
how; fails where any case does. Reports: bridge/target/autobahn/reports/index.html.

The suite is Python 2 and runs on Jython; both come from Maven Central.
EOF
}

case ${1:-} in -h | --help) usage; exit 0 ;; esac
[ $# -gt 0 ] || set -- '*'

suite=me.normanmaurer.maven.autobahntestsuite:autobahntestsuite-maven-plugin:0.1.5
jython=org.python:jython-standalone:2.7.2
dependencies=org.apache.maven.plugins:maven-dependency-plugin:3.8.1

jdk=$(find_jdk)
need_maven
work=$root/bridge/target/autobahn
classpath=$work/classpath
rm -rf "$work"
mkdir -p "$work"
alone maven "$jdk" -q -pl bridge -am test-compile "$dependencies:build-classpath" \
  -Dmdep.outputFile="$classpath" -Dmdep.includeScope=test >&2
for artifact in "$suite" "$jython"; do
  maven "$jdk" -q -N "$dependencies:copy" -Dartifact="$artifact" -DoutputDirectory="$work/lib" >&2
done

cd "$work"
# The server ends when nobody holds its standard input any more, however this script ends.
mkfifo held
"$jdk/bin/java" --enable-native-access=ALL-UNNAMED \
  -cp "../test-classes:../classes:$(<"$classpath")" \
  dev.jetbridge.bridge.server.AutobahnEcho <held >address 2>server.log &
exec 9>held
for _ in $(seq 300); do
  [ ! -s address ] || break
  sleep 0.1
done
read -r port bearer <address || fail "the server did not start: see $work/server.log"

cases=$(printf "'%s'," "$@")
cat >run.py <<END
from autobahntestsuite import wstest
server = {'agent': 'jetbridge', 'url': 'ws://127.0.0.1:$port/ws/events',
          'protocols': ['jetbridge.plain', '$bearer'], 'options': {'version': 18}}
wstest.start({'mode': 'fuzzingclient'},
             {'outdir': 'reports', 'servers': [server], 'cases': [$cases], 'exclude-cases': [],
              'exclude-agent-cases': {}, 'options': {'failByDrop': False}})
END
# What Jython and its selector reach for inside the JDK.
"$jdk/bin/java" -Xmx1g --add-opens java.base/java.lang=ALL-UNNAMED \
  --add-opens java.base/java.io=ALL-UNNAMED --add-opens java.base/sun.nio.ch=ALL-UNNAMED \
  -cp "lib/*" org.python.util.jython run.py >suite.log 2>&1 9>&- \
  || fail "the suite did not run: see $work/suite.log"

# How many behaved how, the same for their closes, and each that failed.
for what in behavior behaviorClose; do
  sed -n "s/.*\"$what\": \"\([^\"]*\)\".*/\1/p" reports/index.json | sort | uniq -c | sed "s/^/$what/"
done
failed=$(tr -d '\n' <reports/index.json | grep -oE '"[0-9.]+": *\{[^}]*\}' |
  grep -E '"(FAILED|UNCLEAN|WRONG CODE|UNIMPLEMENTED)' | sed 's/  */ /g') || failed=
[ -z "$failed" ] || { printf '%s\n' "$failed"; fail "cases failed: see $work/reports/index.html"; }
