# Kills the real server at random instants under load and looks at what is left; every second life has a disk that forgets what was not flushed.
source "$root/infra/dev/packages.sh"
source "$root/infra/dev/build.sh"

crash_verb() {
  local rounds=300 seed=
  while [ $# -gt 0 ]; do
    [ $# -ge 2 ] && [[ $2 =~ ^[0-9]+$ ]] || fail "the option \`$1\` wants a number; see ./dev help"
    case $1 in
      --rounds) rounds=$2 ;;
      --seed) seed=$2 ;;
      *) fail "there is no option \`$1\`; see ./dev help" ;;
    esac
    shift 2
  done
  need_sdk
  need_packages "${packages_for_shim[@]}"
  build_for crash tests/Crash
  dotnet "$(built Crash Twofold.Crash.Tests)" rounds "$rounds" ${seed:+"$seed"}
}
