# Runs what SPECIFICATION.md links to, then prints one line per promise.
source "$root/infra/dev/test.sh"

# The tests that promises name, by project.
run_linked() {
  local row name names arguments
  rm -f "$results"/*.trx
  for row in "${test_projects[@]}"; do
    mapfile -t names < <(dotnet "$(built Bench twofold-bench)" spec-tests "${row#*:}")
    [ ${#names[@]} -gt 0 ] || continue
    say "== ${row%%:*}: ${#names[@]} linked tests"
    arguments=()
    for name in "${names[@]}"; do arguments+=(-method "$name"); done
    run_project "$row" "${arguments[@]}" </dev/null >"$results/${row%%:*}.log" 2>&1 || say "   some failed, see artifacts/test-results/${row%%:*}.log"
  done
}

# Results of `./dev test` count as long as nothing that is tested has changed since. A commit alone changes nothing, though what is built names it.
check_tested() {
  local row trx changed
  for row in "${test_projects[@]}"; do
    trx=$results/${row%%:*}.trx
    [ -f "$trx" ] || fail "${row%%:*} was not tested: run ./dev test, or ./dev spec without --tested"
    changed=$(newer_source "$trx" "$root"/src "$root"/tests)
    [ -z "$changed" ] || fail "\`${changed#"$root"/}\` changed after ${row%%:*} was tested: run ./dev test, or ./dev spec without --tested"
  done
}

spec_verb() {
  prepare_tests
  if [ "${1:-}" = --tested ]; then check_tested; else run_linked; fi
  say "== benchmarks"
  dotnet "$(built Bench twofold-bench)" bench --all --json "$root/artifacts/bench.json" || say "   some were not measured; what rests on them fails below"
  dotnet "$(built Bench twofold-bench)" spec --results "$results" --bench "$root/artifacts/bench.json"
}
