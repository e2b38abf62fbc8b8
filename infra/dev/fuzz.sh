# A million bad inputs for whatever reads policies; stops at the first that is not answered as it must be.
source "$root/infra/dev/packages.sh"
source "$root/infra/dev/build.sh"

fuzz_verb() {
  local cases=1000000 seed=
  while [ $# -gt 0 ]; do
    [ $# -ge 2 ] && [[ $2 =~ ^[0-9]+$ ]] || fail "the option \`$1\` wants a number; see ./dev help"
    case $1 in
      --cases) cases=$2 ;;
      --seed) seed=$2 ;;
      *) fail "there is no option \`$1\`; see ./dev help" ;;
    esac
    shift 2
  done
  need_sdk
  build_for fuzz tests/Fuzz
  dotnet "$(built Fuzz Twofold.Fuzz.Tests)" cases "$cases" ${seed:+"$seed"}
}
