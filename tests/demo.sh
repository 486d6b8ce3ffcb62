# The demonstration, served for whoever tries it. To be sourced after servers.sh: expects a temporary folder in $work and the program in the array
# program; sets $demo_port and $demo_pid, and leaves stopping to stop_demo.

demo_port=
demo_pid=

start_demo() { # NAME=value of its environment...
  local log=$work/demo.log
  demo_port=$(free_port)
  rm -rf "$work/demo" "$log"
  : >"$log"
  env -u WHALEPAPER_DATA -u WHALEPAPER_DATABASE "$@" "${program[@]}" demo --data "$work/demo" --urls "http://127.0.0.1:$demo_port" >"$log" 2>&1 &
  demo_pid=$!
  for _ in $(seq 600); do
    grep -aq "^Whalepaper is at" "$log" && return 0
    kill -0 "$demo_pid" 2>/dev/null || break
    sleep 0.2
  done
  tail -n 30 "$log"
  return 1
}

# The link of a standing or role (organizer, committee, inner, candidate, open, former), as it stands in the terminal.
demo_link() { sed -n "s/^  $1, .*: \(http.*\)/\1/p" "$work/demo.log" | head -n 1; }

stop_demo() {
  [ -n "$demo_pid" ] && kill "$demo_pid" 2>/dev/null && wait "$demo_pid" 2>/dev/null
  demo_pid=
}
