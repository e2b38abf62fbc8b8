# How ./dev speaks: one line per step, with the seconds it took; a step that fails shows its log and what to do next.
logs=$root/artifacts/logs

say() { printf '%s\n' "$*"; }

fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# step TITLE COMMAND...: runs quietly, ticking once a second, keeps the output in artifacts/logs.
step() {
  local title=$1 log pid start=$SECONDS
  shift
  mkdir -p "$logs"
  log=$logs/$(tr -cs 'a-zA-Z0-9' '-' <<<"$title" | sed 's/^-*//;s/-*$//').log
  "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  if [ -t 1 ]; then
    while kill -0 "$pid" 2>/dev/null; do
      printf '\r  … %s %ss ' "$title" $((SECONDS - start))
      sleep 1
    done
    printf '\r\033[K'
  else
    printf '  … %s\n' "$title"
  fi
  if wait "$pid"; then
    printf '  ✓ %s (%ss)\n' "$title" $((SECONDS - start))
  else
    printf '  ✗ %s (%ss); the last lines of %s:\n' "$title" $((SECONDS - start)) "${log#"$root"/}" >&2
    tail -n 30 "$log" >&2
    return 1
  fi
}
