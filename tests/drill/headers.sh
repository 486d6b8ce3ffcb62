# To be sourced after servers.sh and demo.sh: what the house answers, graded by scanners of others.

started=()

# Servers of a drill, beside the demonstration.
start_other() { # port, command...
  local log=$work/other-$1.log
  "${@:2}" >"$log" 2>&1 &
  started+=($!)
  for _ in $(seq 300); do
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0
    sleep 0.1
  done
  cat "$log"
  return 1
}

stop_all() {
  [ ${#started[@]} -gt 0 ] && kill "${started[@]}" 2>/dev/null && wait "${started[@]}" 2>/dev/null
  started=()
}

# The scanners that come from npm, in the versions of tests/drill/package-lock.json.
install_scanners() {
  local packages=()
  command -v node >/dev/null || packages+=(nodejs)
  command -v npm >/dev/null || packages+=(npm)
  command -v openssl >/dev/null || packages+=(openssl)
  install_packages "${packages[@]}" || return 1
  [ -e tests/drill/node_modules/.package-lock.json ] && [ tests/drill/node_modules/.package-lock.json -nt tests/drill/package-lock.json ] && return 0
  npm ci --prefix tests/drill --ignore-scripts --no-fund --no-audit --loglevel=error >"$work/npm.log" 2>&1 && touch tests/drill/node_modules/.package-lock.json && return 0
  tail -n 20 "$work/npm.log"
  return 1
}

# As the world reaches it: behind a proxy that speaks HTTPS, with a certificate that holds for today.
grade_headers() {
  local port status
  port=$(free_port)
  install_scanners || return 1
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/tls.key" -out "$work/tls.pem" -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 2>/dev/null || return 1
  start_demo WHALEPAPER_ADDRESS="https://127.0.0.1:$port" WHALEPAPER_PROXIES=127.0.0.1 || return 1
  start_other "$port" node tests/drill/front.js "$port" "$demo_port" "$work/tls.pem" "$work/tls.key" &&
    NODE_EXTRA_CA_CERTS=$work/tls.pem node tests/drill/sign_in.js "$(demo_link organizer)" "$work/organizer.json" &&
    NODE_EXTRA_CA_CERTS=$work/tls.pem node tests/drill/headers.js "https://127.0.0.1:$port" "$work/organizer.json"
  status=$?
  stop_all
  stop_demo
  return $status
}
