# What the product and its tests take from Debian. Each row: a command that shows it is there (or a pattern of its path, where it is not
# among the commands), and the package it comes from.
packages_for_phones=(
  qemu-system-x86_64:qemu-system-x86 qemu-img:qemu-utils swtpm:swtpm tpm2_nvread:tpm2-tools busybox:busybox-static cpio:cpio
  /usr/sbin/cryptsetup:cryptsetup-bin xz:xz-utils /usr/sbin/nft:nftables /usr/sbin/ip:iproute2
)
# A disk that forgets and fails, for the crash tests: a library that is compiled when they run.
packages_for_shim=(gcc:gcc /usr/include/stdio.h:libc6-dev)
packages_for_tests=("${packages_for_shim[@]}" chromium:chromium fc-list:fontconfig '/usr/lib/postgresql/*/bin/initdb:postgresql')

missing_packages() {
  local row
  for row in "$@"; do
    command -v "${row%%:*}" >/dev/null 2>&1 || compgen -G "${row%%:*}" >/dev/null || printf '%s\n' "${row#*:}"
  done
}

# Tests start a PostgreSQL of their own; installing the package shall not start another one beside it.
no_system_cluster() {
  mkdir -p /etc/postgresql-common/createcluster.d
  printf 'create_main_cluster = false\n' >/etc/postgresql-common/createcluster.d/twofold.conf
}

# need_packages ROW...: installs what is missing as root; otherwise prints the one line to type.
need_packages() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "these Debian packages are missing: ${missing[*]}"
  if [ "$(id -u)" != 0 ]; then
    fail "type this once, then run ./dev again: sudo apt-get install --no-install-recommends -y ${missing[*]}"
  fi
  case " ${missing[*]} " in *" postgresql "*) no_system_cluster ;; esac
  export DEBIAN_FRONTEND=noninteractive
  step "Debian's package lists" apt-get update
  step "Debian packages: ${missing[*]}" apt-get install --no-install-recommends -y "${missing[@]}"
}

need_sdk() {
  command -v dotnet >/dev/null || fail "the .NET SDK 10 is missing; install it and run ./dev again"
  dotnet --list-sdks | grep -q '^10\.' || fail "the .NET SDK 10 is missing; \`dotnet --list-sdks\` shows another one"
}
