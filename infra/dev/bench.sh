source "$root/infra/dev/packages.sh"
source "$root/infra/dev/build.sh"

bench_verb() {
  need_sdk
  need_packages "${packages_for_phones[@]}"
  build_for everything Management.sln
  step "guest image" bash infra/guest/build-image.sh "$root/.twofold/image"
  export TWOFOLD_IMAGE=$root/.twofold/image
  dotnet "$(built Bench twofold-bench)" bench --json "$root/artifacts/bench.json" "$@"
}
