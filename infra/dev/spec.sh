# Runs what SPECIFICATION.md links to, then prints one line per promise.
source "$root/infra/dev/test.sh"

spec_verb() {
  local row names
  prepare_tests
  rm -f "$results"/*.trx
  for row in "${test_projects[@]}"; do
    mapfile -t names < <(dotnet "$(built Bench twofold-bench)" spec-tests "${row#*:}")
    [ ${#names[@]} -gt 0 ] || continue
    say "== ${row%%:*}: ${#names[@]} linked tests"
    local arguments=() name
    for name in "${names[@]}"; do arguments+=(-method "$name"); done
    run_project "$row" "${arguments[@]}" </dev/null >"$results/${row%%:*}.log" 2>&1 || say "   some failed, see artifacts/test-results/${row%%:*}.log"
  done
  say "== benchmarks"
  dotnet "$(built Bench twofold-bench)" bench --all --json "$root/artifacts/bench.json" || say "   some were not measured; what rests on them fails below"
  dotnet "$(built Bench twofold-bench)" spec --results "$results" --bench "$root/artifacts/bench.json"
}
