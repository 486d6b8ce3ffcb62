# To be sourced after headers.sh: wapiti, a scanner of web applications, tries what it knows on every page and form of the demonstration.

# What is left out: http_headers and csp (graded better elsewhere), csrf (knows tokens alone; a form on a kept page proves its origin, see
# docs/decisions/0003), cookieflags (there is no HTTPS here), wapp, nikto, buster and brute_login_form (lists of names, of others' programs).
modules=exec,file,sql,blindsql,xss,permanentxss,crlf,redirect,ssrf,xxe,htaccess,backup,shellshock,methods

# No page links to these: what programs ask for, and filters that stand in forms.
hidden=('/api/v1/papers?topic=5&track=nlp&theme=a&presenter=a&state=open&kind=paper&year=2019&from=2020-01-01&to=2030-01-01&q=graph&page=1&size=10'
  '/api/v1/talks?presenter=a&state=given&track=cv' '/api/v1/meetings?track=cv&from=2020-01-01&to=2030-01-01&state=planned' '/api/v1/members?q=a&claimed=true' '/api/v1/topics?state=running'
  '/search?q=graph&kind=papers&page=1' '/members?standing=inner&q=a' '/papers/1.bib' '/topics/5.md' '/feed.atom' '/schedule.ics')

# The demonstration is filled anew for each: what one of them does to it does not protect it from the next.
attack() { # nobody, or a standing or role
  local who=$1 house front witness options=() member=() path status
  command -v wapiti >/dev/null || install_packages wapiti || return 1
  start_demo || return 1
  if [ "$who" != nobody ]; then
    node tests/drill/sign_in.js "$(demo_link "$who")" "$work/$who.json" || return 1
    options+=(-c "$work/$who.json")
    member+=(--member)
  fi
  front=$(free_port)
  start_other "$front" node tests/drill/front.js "$front" "$demo_port" "${member[@]}" || return 1
  house=http://127.0.0.1:$front
  for path in "${hidden[@]}"; do options+=(-s "$house$path"); done
  witness=$(free_port)
  start_other "$witness" node tests/drill/witness.js "$witness" || return 1
  rm -rf "$work/wapiti"
  # What proves where a form comes from, and what stands for its method, stay as they are: without them a form is refused before anybody reads it.
  # It asks for Brotli, which it reads only where a package more is installed.
  HOME=$work wapiti -u "$house/" "${options[@]}" -H "Accept-Encoding: gzip" -m "$modules" --skip __RequestVerificationToken --skip _method -d 8 --max-files-per-dir 12 --max-parameters 30 -S normal \
    --max-scan-time "${WHALEPAPER_CRAWL_SECONDS:-240}" --max-attack-time "${WHALEPAPER_ATTACK_SECONDS:-300}" -t 20 --external-endpoint "http://127.0.0.1:$witness/" --internal-endpoint "http://127.0.0.1:$witness/" \
    --store-session "$work/wapiti" --no-bugreport -v 1 -f json -o "$work/wapiti-$who.json" >"$work/wapiti-$who.log" 2>&1
  status=$?
  [ "$status" -eq 0 ] && [ -e "$work/wapiti-$who.json" ] || { tail -n 20 "$work/wapiti-$who.log"; status=1; }
  [ "$status" -ne 0 ] || /usr/bin/python3 tests/drill/judge.py "$work/wapiti-$who.json" || status=1
  kill -0 "$demo_pid" 2>/dev/null || { echo "The house fell."; tail -n 20 "$work/demo.log"; status=1; }
  [ "$who" = nobody ] || node tests/drill/still_in.js "$house" "$work/$who.json" || status=1
  stop_all
  cat "$work/other-$front.log"
  # What failed within stands in the log, whatever the scanner saw of it.
  grep -a -A 12 -E '^(fail|crit): ' "$work/demo.log" | head -n 40
  ! grep -aqE '^(fail|crit): ' "$work/demo.log" || status=1
  stop_demo
  return $status
}
