# ./dev run: the console, virtual phones with real VMs, and simulated phones, until Ctrl-C.
source "$root/infra/dev/packages.sh"
source "$root/infra/dev/build.sh"

kept=$root/.twofold
agent() { dotnet "$(built Hypervisor.Device twofold-agent)" "$@"; }

run_options() {
  simulated=25 real=1 budget= waits= console_port=7443 gateway_port=7444
  while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || fail "the option \`$1\` wants a value; see ./dev help"
    [[ $2 =~ ^[0-9]+$ ]] || fail "\`$2\` is not a number for $1"
    case $1 in
      --phones) simulated=$2 ;;
      --real) real=$2 ;;
      --budget) budget=$2 ;;
      --waits) waits=$2 ;;
      --port) console_port=$2 gateway_port=$(($2 + 1)) ;;
      *) fail "there is no option \`$1\`; see ./dev help" ;;
    esac
    shift 2
  done
  [ "$simulated" -le 1000 ] || fail "--phones goes up to 1000"
  [ "$real" -le 4 ] || fail "--real goes up to 4; each phone runs two emulated VMs"
}

prepare_run() {
  need_sdk
  if [ "$real" -gt 0 ]; then need_packages "${packages_for_phones[@]}"; fi
  build_for product src/Console.Web src/Hypervisor.Device src/Fleet.Simulator src/Cli
  if [ "$real" -gt 0 ]; then step "guest image" bash infra/guest/build-image.sh "$kept/image"; fi
}

# Names, owners and labels of phones that are not enrolled yet, one line each.
unenrolled() {
  local n folder teams=(sales field support engineering) people=(ada ben chloe dilan emma finn gita hugo)
  for ((n = 1; n <= real; n++)); do
    [ -f "$kept/phones/phone-$n/enrolled" ] || printf 'phone-%s\t%s\tteam=%s,kind=virtual\n' "$n" "${people[n % 8]}" "${teams[n % 4]}"
  done
  for ((n = 1; n <= simulated; n++)); do
    printf -v folder 'sim-%04d' "$n"
    [ -f "$kept/simulator/$folder/enrolled" ] || printf '%s\t%s\tteam=%s,kind=simulated\n' "$folder" "${people[n % 8]}" "${teams[n % 4]}"
  done
}

start_server() {
  mkdir -p "$kept" "$logs"
  chmod 0700 "$kept"
  (umask 077 && unenrolled >"$kept/unenrolled.tsv")
  rm -f "$kept/ready" "$kept/unenrolled.tsv.codes"
  setsid dotnet "$(built Console.Web Twofold.Web)" --data "$kept/server" ${budget:+--budget "$budget"} \
    ${waits:+--role-age-hours "$waits" --loosening-wait-hours "$waits"} --ready-file "$kept/ready" \
    --listen "http://127.0.0.1:$console_port" --gateway "https://127.0.0.1:$gateway_port" \
    --issue-codes "$kept/unenrolled.tsv" >"$logs/console.log" 2>&1 </dev/null &
  server=$!
  wait_for 60 "the console" test -s "$kept/ready"
}

# wait_for SECONDS WHAT COMMAND...: polls; stops at once when the console is gone.
wait_for() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" 2>/dev/null; do
    kill -0 "$server" 2>/dev/null || { tail -n 20 "$logs/console.log" >&2; fail "the console ended"; }
    [ $SECONDS -lt $end ] || fail "$what did not come up in time; see artifacts/logs"
    sleep 0.2
  done
}

code_for() { awk -F '\t' -v name="$1" '$1 == name { print $2 }' "$kept/unenrolled.tsv.codes"; }

# A phone is made once: which slots it has, and whose they are, is written before any server is known.
make_phone() {
  local phone=$1
  [ -f "$phone/partition/slots.json" ] && return
  mkdir -p "$phone/partition"
  chmod 0700 "$phone" "$phone/partition"
  printf '%s\n' '{"slots":[{"slot":"personal","owner":"personal","memoryMiB":128,"vCpus":1,"diskMiB":128},{"slot":"work","owner":"organisation","diskMiB":128}]}' \
    >"$phone/partition/slots.json"
}

start_phone() {
  local name=$1 phone=$kept/phones/$1
  make_phone "$phone"
  bash "$root/infra/phone/hardware.sh" start "$phone" >/dev/null
  if [ ! -f "$phone/enrolled" ]; then
    code_for "$name" | agent enrol --phone "$phone" --code - >"$logs/$name-enrol.log" 2>&1 || { cat "$logs/$name-enrol.log" >&2; fail "$name was not enrolled"; }
    touch "$phone/enrolled"
  fi
  # What the last run saw says nothing about this one.
  rm -f "$phone/partition/seen.json"
  setsid dotnet "$(built Hypervisor.Device twofold-agent)" run --phone "$phone" --driver qemu --image "$kept/image" >"$logs/$name.log" 2>&1 </dev/null &
  agents+=($!)
}

# Up: the personal VM runs, and nothing is left to do for the work VM, whatever it was last ordered to be.
vms_up() {
  local status
  status=$(agent status --phone "$1")
  grep -q '^vm personal running' <<<"$status" && grep -q '^settled' <<<"$status" && grep -q '^vm work' <<<"$status"
}

start_phones() {
  local n
  agents=()
  for ((n = 1; n <= real; n++)); do start_phone "phone-$n"; done
  for ((n = 1; n <= real; n++)); do
    say "  … phone-$n: two VMs boot"
    wait_for 120 "phone-$n" vms_up "$kept/phones/phone-$n"
    say "  ✓ phone-$n: $(agent status --phone "$kept/phones/phone-$n" | sed -n 's/^vm //p' | paste -sd, | sed 's/,/, /g')"
  done
}

start_simulator() {
  simulator=
  [ "$simulated" -gt 0 ] || return 0
  rm -f "$logs/simulator.log"
  setsid dotnet "$(built Fleet.Simulator twofold-simulator)" --phones "$simulated" --data "$kept/simulator" \
    --codes "$kept/unenrolled.tsv.codes" >"$logs/simulator.log" 2>&1 </dev/null &
  simulator=$!
  wait_for 120 "the simulated phones" grep -q '^ready' "$logs/simulator.log"
  say "  ✓ $simulated simulated phones"
}

end_process() {
  [ -n "${1:-}" ] && kill -TERM "$1" 2>/dev/null && wait "$1" 2>/dev/null
  return 0
}

stop_everything() {
  trap '' INT TERM
  local pid n
  say ""
  say "stopping"
  end_process "${simulator:-}"
  for pid in "${agents[@]:-}"; do end_process "$pid"; done
  for ((n = 1; n <= real; n++)); do
    [ -d "$kept/phones/phone-$n" ] || continue
    agent stop-vms --phone "$kept/phones/phone-$n" >>"$logs/phone-$n.log" 2>&1 || true
    bash "$root/infra/phone/hardware.sh" stop "$kept/phones/phone-$n" || true
  done
  end_process "${server:-}"
  say "stopped; ./dev run goes on from here"
}

run_verb() {
  run_options "$@"
  say "Twofold: preparing"
  prepare_run
  trap stop_everything EXIT
  trap 'exit 0' INT TERM
  say "Twofold: starting"
  start_server
  say "  ✓ console"
  start_simulator
  start_phones
  rm -f "$kept/unenrolled.tsv.codes" "$kept/unenrolled.tsv"
  say ""
  say "ready    http://127.0.0.1:$console_port"
  if grep -q '^sign-in' "$logs/console.log"; then
    say "sign in  $(sed -n 's/^sign-in //p' "$logs/console.log")   (works once)"
  else
    say "sign in  http://127.0.0.1:$console_port/sign-in"
  fi
  say "Ctrl-C stops everything; data stays in .twofold/"
  wait "$server"
}
