# To be sourced after headers.sh: what docs/operating.md says to publish, tried where it is to run.

machine() { case $(uname -m) in aarch64) echo linux-arm64 ;; *) echo linux-x64 ;; esac; }

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

# Who starts it as nobody is root: the program itself stands at the end of the line.
program_under() { # process
  local pid=$1
  while [ -n "$pid" ] && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" != Whalepaper ]; do pid=$(pgrep -P "$pid" | head -n 1); done
  echo "$pid"
}

confined() { as_root unshare --mount --propagation private "$PWD/tests/drill/confined" "$@"; }

# Fills a house of the demonstration as somebody who can write nowhere else, uses it, asks the doctor, and ends it.
use_confined() { # root, folder, place, user, NAME=value… -- program…
  local log=$work/confined.log port house pid program status=1 key
  port=$(free_port)
  house=http://127.0.0.1:$port
  as_root rm -rf "$2"
  : >"$log"
  mkdir "$2"
  as_root chown "$4:$4" "$2" || return 1
  confined "$@" demo --data "$3/data" --urls "$house" >"$log" 2>&1 &
  pid=$!
  for _ in $(seq 600); do
    grep -aq "^Whalepaper is at" "$log" && status=0 && break
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.2
  done
  demo_pid=$pid
  if [ "$status" -eq 0 ]; then
    cp "$log" "$work/demo.log"
    node tests/drill/sign_in.js "$(demo_link committee)" "$work/confined.json" &&
      key=$(confined "$@" token --member "$(node tests/drill/use.js "$house" handle)" --scope manage --data "$3/data") &&
      node tests/drill/use.js "$house" upload "$key" "$work/confined.json" &&
      confined "$@" doctor --data "$3/data" >"$work/doctor.log" 2>&1
    status=$?
    [ ! -e "$work/doctor.log" ] || grep -v '^ok ' "$work/doctor.log"
  fi
  # It is not root, and holds none of root's rights.
  program=$(program_under "$pid")
  grep -E '^(Uid|CapEff|NoNewPrivs)' "/proc/${program:-none}/status" >"$work/rights" 2>/dev/null
  grep -q "^Uid:[[:space:]]*$4[[:space:]]" "$work/rights" && grep -q '^CapEff:[[:space:]]*0000000000000000' "$work/rights" || { echo "It runs with more rights than it should:"; cat "$work/rights"; status=1; }
  [ -z "$program" ] || as_root kill "$program"
  wait "$pid" || { echo "It ended with $?."; status=1; }
  demo_pid=
  [ "$status" -eq 0 ] && ! grep -a -E -A 8 '^(fail|crit): ' "$log" || { tail -n 20 "$log"; status=1; }
  return $status
}

# As docs/operating.md says to publish it for a server.
publish() {
  [ -e "$work/published/Whalepaper" ] && return 0
  dotnet publish src/Whalepaper -c Release -r "$(machine)" -v q -clp:ErrorsOnly --nologo -o "$work/published" || return 1
  # Compiled as one beforehand, so that it starts quickly.
  [ -n "$(find "$work/published" -name '*.r2r.dll' -print -quit)" ] || { echo "It was not compiled beforehand."; return 1; }
}

try_published() {
  command -v setpriv unshare >/dev/null || install_packages util-linux || return 1
  publish && use_confined / "$work/house" "$work/house" 65534 -- "$work/published/Whalepaper"
}

# The image that the SDK makes, unpacked and run as a container would be. What it is built upon comes from Debian's packages and a registry of our own
# on this machine: the usual one cannot be reached from everywhere, and nothing is to be fetched from there to try ours.
try_image() {
  local port base=$work/base status
  publish || return 1
  command -v debootstrap >/dev/null || install_packages debootstrap || return 1
  as_root debootstrap --variant=minbase --include=ca-certificates,libicu72,libssl3,libstdc++6,tzdata,zlib1g bookworm "$base/root" >"$work/base.log" 2>&1 || { tail -n 20 "$work/base.log"; return 1; }
  as_root chroot "$base/root" useradd --uid 1654 --create-home app || return 1
  as_root tar --numeric-owner --exclude=./proc/* --exclude=./dev/* --exclude=./var/cache/apt/* -C "$base/root" -cf "$base/layer.tar" . || return 1
  port=$(free_port)
  start_other "$port" node tests/drill/registry.js "$base/layer.tar" "$port" || return 1
  DOTNET_CONTAINER_INSECURE_REGISTRIES=localhost:$port dotnet publish src/Whalepaper -c Release -r "$(machine)" -t:PublishContainer -v q -clp:ErrorsOnly --nologo \
    -p:ContainerBaseImage="localhost:$port/base:1" -p:ContainerArchiveOutputPath="$work/whalepaper.tar.gz" || { stop_all; return 1; }
  stop_all
  as_root /usr/bin/python3 tests/drill/image.py "$work/whalepaper.tar.gz" "$work/image" >"$work/image.env" || { cat "$work/image.env"; return 1; }
  mapfile -t settings < <(grep = "$work/image.env")
  echo "$(du -m "$work/whalepaper.tar.gz" | cut -f 1) MB"
  use_confined "$work/image" "$work/volume" /home/app 1654 "${settings[@]}" -- /app/Whalepaper
}

# The unit says what systemd understands, and leaves little open.
try_service() {
  local unit=$work/whalepaper.service
  command -v systemd-analyze >/dev/null || install_packages systemd || return 1
  publish || return 1
  sed "s:/opt/whalepaper/:$work/published/:" deploy/whalepaper.service >"$unit"
  systemd-analyze verify --man=no --recursive-errors=no "$unit" || return 1
  # From 0 (closed) to 10 (open), times ten.
  systemd-analyze security --offline=true --threshold=20 "$unit" | tail -n 1
  return "${PIPESTATUS[0]}"
}

# Packed, installed from where it lies, and used.
try_tool() {
  local version
  version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
  dotnet pack src/Whalepaper -c Release -v q -clp:ErrorsOnly --nologo -o "$work/packages" &&
    (cd "$work" && dotnet tool install whalepaper --tool-path "$work/tool" --source "$work/packages" --version "$version" >"$work/tool.log") &&
    "$work/tool/whalepaper" --version | grep -q "^$version" &&
    "$work/tool/whalepaper" import samples/whalepaper.md --data "$work/tool-data" >"$work/tool.log" &&
    "$work/tool/whalepaper" doctor --data "$work/tool-data" >"$work/tool.log" && return 0
  cat "$work/tool.log"
  return 1
}
