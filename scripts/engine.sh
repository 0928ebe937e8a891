# shellcheck shell=bash
# Finds a container engine, or unpacks one, and the bases that an image is built from.
# Sourced after find.sh; uses its words. Nothing is installed, and nothing outside of the cache is
# written but what an engine needs of /run.

: "${root:?}" "${me:?}"

# What Debian's podman is made of, as it is unpacked where no engine is installed.
podman_packages=(podman conmon runc netavark golang-github-containers-common golang-github-containers-image
  libdevmapper1.02.1 libgpgme11 libassuan0 libgpg-error0 libseccomp2 libsubid4 libglib2.0-0 libaudit1 libselinux1)
# What a distroless base is made of: nothing that runs, but what a program finds.
base_packages=(base-files netbase tzdata ca-certificates libc6)
# What the Dockerfile's first stages call, beside a JDK and Maven.
build_packages=("${base_packages[@]}" bash dash coreutils sed grep findutils tar mawk
  libacl1 libattr1 libgmp10 libselinux1 libpcre2-8-0 libtinfo6 zlib1g libgcc-s1 libcrypt1)
maven_version=3.9.11

# Unpacks Debian packages into one tree in the cache and prints its path.
# usage: unpack_tree NAME PACKAGE...
unpack_tree() {
  local tree work lists
  tree=$(cache_dir)/trees/$1
  shift
  if [ ! -d "$tree" ]; then
    command -v apt-get >/dev/null && command -v dpkg >/dev/null || return 1
    say "unpacking into $tree Debian's $*"
    mkdir -p "${tree%/*}" && work=$(mktemp -d "$tree.XXXXXX") || return 1
    lists=(-o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/apt" -o APT::Sandbox::User=root)
    mkdir -p "$work/lists/partial" "$work/apt/archives/partial" "$work/tree"
    if ! (cd "$work" && {
      timeout 300 apt-get -o APT::Sandbox::User=root download "$@" || {
        timeout 300 apt-get "${lists[@]}" update && timeout 300 apt-get "${lists[@]}" download "$@"
      }
    } && for package in *.deb; do dpkg -x "$package" tree; done) >"$tree.log" 2>&1 </dev/null; then
      rm -rf "$work"
      return 1
    fi
    # Where another command was faster its copy stays.
    mv -T "$work/tree" "$tree" 2>/dev/null || true
    rm -rf "$work"
  fi
  printf '%s\n' "$tree"
}

# Leaves an engine in $engine, docker or podman, and how it is called in the array $run_engine; where
# images can only be imported, $imports is yes. Fails, after a line that says why, where there is none.
find_engine() {
  # shellcheck disable=SC2034 # read by who sources this
  imports=no
  for engine in docker podman; do
    run_engine=("$engine")
    if timeout 20 "$engine" info >/dev/null 2>&1; then return; fi
  done
  engine=podman
  # shellcheck disable=SC2034
  imports=yes
  [ "$(uname -s)" = Linux ] || { say 'no container engine runs here: install docker or podman'; return 1; }
  [ "$(id -u)" = 0 ] || { say 'no container engine runs here, and one that is only unpacked wants root: install docker or podman'; return 1; }
  if ! unpacked_podman || ! timeout 60 "${run_engine[@]}" info >"$(cache_dir)/podman.log" 2>&1; then
    say "no container engine runs here, nor does Debian's podman when it is unpacked (see $(cache_dir)/podman.log): install docker or podman"
    return 1
  fi
}

# podman out of the cache: as root, without a daemon, on plain directories, in the host's network.
unpacked_podman() {
  local tree home libraries
  tree=$(unpack_tree podman "${podman_packages[@]}") || return 1
  home=$(cache_dir)/podman
  libraries=$tree/usr/lib/x86_64-linux-gnu:$tree/lib/x86_64-linux-gnu:$tree/usr/lib/aarch64-linux-gnu:$tree/lib/aarch64-linux-gnu
  mkdir -p "$home/.config/containers"
  cp "$tree/etc/containers/policy.json" "$home/.config/containers/policy.json"
  # No limits of its own: where the process may not raise them, no container would start. What conmon
  # calls at a container's end is podman again, which needs the libraries.
  cat >"$home/containers.conf" <<END
[containers]
default_ulimits = []
netns = "host"
seccomp_profile = "$tree/usr/share/containers/seccomp.json"
[network]
network_backend = "netavark"
network_config_dir = "$home/networks"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
conmon_path = ["$tree/usr/bin/conmon"]
conmon_env_vars = ["PATH=$PATH", "HOME=$home", "LD_LIBRARY_PATH=$libraries"]
helper_binaries_dir = ["$tree/usr/lib/podman"]
[engine.runtimes]
runc = ["$tree/usr/sbin/runc"]
END
  printf '[storage]\ndriver = "vfs"\ngraphroot = "%s/storage"\nrunroot = "/run/jetbridge-podman"\n' "$home" >"$home/storage.conf"
  run_engine=(env "HOME=$home" "LD_LIBRARY_PATH=$libraries" "CONTAINERS_CONF=$home/containers.conf"
    "CONTAINERS_STORAGE_CONF=$home/storage.conf" "PATH=$tree/usr/bin:$tree/usr/sbin:$PATH" podman)
}

# Imports a tree as an image, unless that is there already. usage: import_tree TREE IMAGE
import_tree() {
  "${run_engine[@]}" image inspect "$2" >/dev/null 2>&1 && return
  # Sorted and dated, so that it is the same base wherever it is imported.
  tar -C "$1" --sort=name --mtime=@0 --numeric-owner --owner=0 --group=0 -c . | "${run_engine[@]}" import - "$2" >/dev/null 2>&1
}

# Bases for where no registry can be reached, made of Debian's packages, the JDK found here and
# Maven from Maven Central; their names are in $build_base, $nats_base and $base.
# usage: import_bases JDK
import_bases() {
  local jdk=$1 tree nats
  base=localhost/jetbridge-base:1 nats_base=localhost/jetbridge-nats:1 build_base=localhost/jetbridge-build:1
  tree=$(unpack_tree base "${base_packages[@]}") || { say "Debian's packages for a base cannot be had"; return 1; }
  import_tree "$tree" "$base" || return 1

  nats=$(find_nats_server) || return 1
  tree=$(cache_dir)/trees/nats
  mkdir -p "$tree" && cp -u "$nats" "$tree/nats-server"
  import_tree "$tree" "$nats_base" || return 1

  tree=$(unpack_tree build "${build_packages[@]}") || { say "Debian's packages to build with cannot be had"; return 1; }
  if [ ! -d "$tree/opt/maven" ]; then
    need_maven
    maven "$jdk" -q -N org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack \
      "-Dartifact=org.apache.maven:apache-maven:$maven_version:tar.gz:bin" "-DoutputDirectory=$tree/opt" >&2 || return 1
    mv "$tree/opt/apache-maven-$maven_version" "$tree/opt/maven"
    mkdir -p "$tree/usr/bin" "$tree/bin" "$tree/tmp" "$tree/root"
    ln -sf dash "$tree/bin/sh"
    ln -sf mawk "$tree/usr/bin/awk"
    ln -sf ../../opt/maven/bin/mvn ../../opt/jdk/bin/{java,javac,jlink,jar} "$tree/usr/bin/"
  fi
  [ -d "$tree/opt/jdk" ] || cp -rL "$jdk" "$tree/opt/jdk"
  import_tree "$tree" "$build_base"
}
