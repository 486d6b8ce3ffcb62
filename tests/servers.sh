# Servers that the tests and the measurements start for themselves. To be sourced: expects a temporary folder in $work, sets $postgres_pid
# and $postgres_address, $storage_pid and $storage_address, $mail_pid and $mail_address, and leaves stopping to stop_postgres, stop_storage
# and stop_mail.

postgres_pid=
postgres_address=
storage_pid=
storage_address=
mail_pid=
mail_address=

postgres_folder() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }

# PostgreSQL refuses to run as root, so there it runs as the user that Debian made for it.
as_postgres() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

free_port() { /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

install_packages() { # names...
  [ $# -eq 0 ] && return 0
  echo "installing $*"
  local sudo= policy=/usr/sbin/policy-rc.d
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  (
    # Servers of the system would begin with their installation. The tests start their own; and whatever ends this, what holds them back goes.
    if [ ! -e "$policy" ]; then
      trap '$sudo rm -f "$policy"' EXIT
      printf '#!/bin/sh\nexit 101\n' | $sudo tee "$policy" >/dev/null && $sudo chmod 755 "$policy"
    fi
    $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >"$work/apt.log" 2>&1
  ) && return 0
  tail -n 20 "$work/apt.log"
  return 1
}

start_postgres() { # settings...
  local bin folder=$work/postgres port setting settings=()
  bin=$(postgres_folder)
  [ -n "$bin" ] || { echo "there is no PostgreSQL server"; return 1; }
  port=$(free_port)
  for setting in "$@"; do settings+=(-c "$setting"); done
  chmod 755 "$work"
  mkdir "$folder"
  [ "$(id -u)" -eq 0 ] && chown postgres "$folder"
  (cd "$folder" && as_postgres "$bin/initdb" -D "$folder/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 >"$work/initdb.log" 2>&1) || { cat "$work/initdb.log"; return 1; }
  (cd "$folder" && as_postgres "$bin/postgres" -D "$folder/data" -p "$port" -k "$folder" -c listen_addresses=127.0.0.1 "${settings[@]}") >"$work/postgres.log" 2>&1 &
  local starter=$!
  for _ in $(seq 100); do
    if as_postgres "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; then
      postgres_pid=$(head -n 1 "$folder/data/postmaster.pid")
      postgres_address="Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres"
      return 0
    fi
    kill -0 "$starter" 2>/dev/null || break
    sleep 0.2
  done
  cat "$work/postgres.log"
  return 1
}

stop_postgres() {
  [ -n "$postgres_pid" ] && kill -INT "$postgres_pid" 2>/dev/null && wait "$postgres_pid" 2>/dev/null
  postgres_pid=
}

# The servers that come from npm, in the versions of tests/servers/package-lock.json.
install_servers() {
  [ -e tests/servers/node_modules/.package-lock.json ] && [ tests/servers/node_modules/.package-lock.json -nt tests/servers/package-lock.json ] && return 0
  npm ci --prefix tests/servers --ignore-scripts --no-fund --no-audit --loglevel=error >"$work/npm.log" 2>&1 && touch tests/servers/node_modules/.package-lock.json && return 0
  tail -n 20 "$work/npm.log"
  return 1
}

# A server that speaks S3, with an empty bucket.
start_storage() {
  local port folder=$work/storage
  port=$(free_port)
  mkdir "$folder"
  # It seals its lists with a cipher that newer libraries keep apart.
  node --openssl-legacy-provider tests/servers/node_modules/s3rver/bin/s3rver.js -d "$folder" -a 127.0.0.1 -p "$port" --silent --no-vhost-buckets --configure-bucket whalepaper-test >"$work/storage.log" 2>&1 &
  storage_pid=$!
  for _ in $(seq 100); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      storage_address="http://127.0.0.1:$port"
      return 0
    fi
    kill -0 "$storage_pid" 2>/dev/null || break
    sleep 0.2
  done
  cat "$work/storage.log"
  return 1
}

stop_storage() {
  [ -n "$storage_pid" ] && kill "$storage_pid" 2>/dev/null && wait "$storage_pid" 2>/dev/null
  storage_pid=
}

# A mail server that keeps what it takes in a folder: its address is smtp://host:port/folder.
start_mail() {
  local port folder=$work/mail
  port=$(free_port)
  mkdir "$folder"
  node tests/servers/mail.js "$folder" "$port" >"$work/mail.log" 2>&1 &
  mail_pid=$!
  for _ in $(seq 100); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      mail_address="smtp://127.0.0.1:$port$folder"
      return 0
    fi
    kill -0 "$mail_pid" 2>/dev/null || break
    sleep 0.2
  done
  cat "$work/mail.log"
  return 1
}

stop_mail() {
  [ -n "$mail_pid" ] && kill "$mail_pid" 2>/dev/null && wait "$mail_pid" 2>/dev/null
  mail_pid=
}
