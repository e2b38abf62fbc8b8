# Every test project in turn: on a small machine two at once would only disturb each other.
source "$root/infra/dev/packages.sh"
source "$root/infra/dev/build.sh"

results=$root/artifacts/test-results

# Fast ones first, so that a plain mistake shows at once.
test_projects=(
  Policy.Tests:Twofold.Policies.Tests Fuzz:Twofold.Fuzz.Tests Audit.Tests:Twofold.Auditing.Tests Persona.Transfer.Tests:Twofold.Transfer.Tests Device.Protocol.Tests:Twofold.Protocol.Tests Fleet.Grains.Tests:Twofold.Fleet.Tests
  Architecture:Twofold.Architecture.Tests Fleet.Hosting.Embedded.Tests:Twofold.Fleet.Embedded.Tests
  Fleet.Gateway.Tests:Twofold.Fleet.Gateway.Tests Console.Web.Tests:Twofold.Web.Tests Cli.Tests:Twofold.Cli.Tests
  Hypervisor.Device.Tests:Twofold.Device.Tests Crash:Twofold.Crash.Tests EndToEnd:Twofold.EndToEnd.Tests
)

prepare_tests() {
  need_sdk
  need_packages "${packages_for_phones[@]}" "${packages_for_tests[@]}"
  build_for everything Management.sln
  step "guest image" bash infra/guest/build-image.sh "$root/.twofold/image"
  export TWOFOLD_IMAGE=$root/.twofold/image
  mkdir -p "$results"
}

# run_project FOLDER:ASSEMBLY [runner arguments]: prints the runner's own lines, keeps a trx.
run_project() {
  local folder=${1%%:*} assembly=${1#*:}
  shift
  rm -f "$results/$folder.trx"
  dotnet "$(built "$folder" "$assembly")" -noLogo -noColor -trx "$results/$folder.trx" "$@"
}

# count ATTRIBUTE: the sum over all results of this run.
count() {
  local sum=0 value
  for value in $(grep -ho "<Counters [^>]*" "$results"/*.trx | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n'); do
    sum=$((sum + value))
  done
  printf '%s\n' "$sum"
}

# The tests that failed and what each said, again at the end: what was printed first is easily cut off.
list_failures() {
  local name='s/.*<UnitTestResult testName="\(.*\)" outcome="Failed".*/failed: \1/p'
  local words='/<Message>/,/<\/Message>/{s/<[^>]*>//g;s/^ */  /p}' trace='/<StackTrace>/,/<\/StackTrace>/{s/<[^>]*>//g;s/^ */  /p}'
  sed -n '/<UnitTestResult [^>]*outcome="Failed"/,/<\/UnitTestResult>/p' "$results"/*.trx | sed -n -e "$name" -e "$words" -e "$trace" |
    sed -e 's/&lt;/</g;s/&gt;/>/g;s/\\\{0,1\}&quot;/"/g;s/&#x[AD];/ /g;s/&amp;/\&/g' | cut -c1-600
}

test_verb() {
  local wanted=${1:-} row broken=0
  prepare_tests
  rm -f "$results"/*.trx
  for row in "${test_projects[@]}"; do
    [ -z "$wanted" ] || [ "${row%%:*}" = "$wanted" ] || continue
    say "== ${row%%:*}"
    run_project "$row" </dev/null || broken=1
    [ -f "$results/${row%%:*}.trx" ] || { say "error: ${row%%:*} ended without a result"; broken=1; }
  done
  local passed failed
  passed=$(count passed)
  failed=$(($(count failed) + $(count error)))
  [ "$failed" -gt 0 ] || failed=$((failed + broken))
  [ "$failed" = 0 ] || list_failures
  say "$passed passed, $failed failed"
  [ "$failed" = 0 ]
}
