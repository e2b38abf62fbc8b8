#!/usr/bin/env bash
# build-image.sh OUTDIR
# Builds the guest's kernel and initramfs from Debian packages into OUTDIR: vmlinux, initramfs.cpio, version.
# Needs apt-get, dpkg, busybox (static), cpio and xz; no root. Quick the second time: a stamp holds the digest of these scripts.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:?usage: build-image.sh OUTDIR}
first=(virtio_pci virtio_blk virtio_console crc32c_generic ext4)
later=(virtio_net af_packet button evdev xhci_pci usb_storage sd_mod)
# Only these parts of the package are unpacked; a module elsewhere is simply not found, and the guest tests say so.
parts=(drivers/{virtio,block,net/virtio_net.ko,net/net_failover.ko,char,scsi,usb,acpi,input} net/core fs/{ext4,jbd2,mbcache.ko} lib crypto block)

say() { printf 'guest image: %s\n' "$*"; }
fail() { printf 'guest image: %s\n' "$*" >&2; exit 1; }

check_tools() {
  local tool
  for tool in apt-get dpkg busybox cpio xz od sha256sum; do
    command -v "$tool" >/dev/null || fail "\`$tool\` is missing: apt-get install -y busybox-static cpio xz-utils"
  done
}

stamp() { cat "$here"/build-image.sh "$here"/init "$here"/guest-agent "$(command -v busybox)" | sha256sum | cut -d' ' -f1; }

# The meta package names the kernel that Debian supports today.
kernel_package() {
  apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)$/\1/p' | head -n 1
}

download_kernel() {
  local package
  package=$(kernel_package)
  if [ -z "$package" ] && [ "$(id -u)" = 0 ]; then
    say "reading Debian's package lists"
    apt-get -qq update && package=$(kernel_package)
  fi
  [ -n "$package" ] || fail "no kernel package is known: run apt-get update"
  say "downloading $package"
  (cd "$work" && apt-get -q download "$package" >/dev/null 2>"$work/apt.log") || fail "download failed: $(tail -n 1 "$work/apt.log")"
  say "unpacking"
  mkdir "$work/kernel"
  dpkg-deb --fsys-tarfile "$work"/linux-image-*.deb | tar -x -C "$work/kernel" --wildcards './boot/vmlinuz-*' "${parts[@]/#/./lib/modules/*/kernel/}"
}

field() { od -An -t "u$3" -j "$2" -N "$3" "$1" | tr -d ' '; }

# An uncompressed kernel is entered directly (PVH) and saves the guest from unpacking itself. Offsets: Linux x86 boot protocol.
extract_kernel() {
  local image=$1 start length
  start=$((($(field "$image" $((0x1f1)) 1) + 1) * 512 + $(field "$image" $((0x248)) 4)))
  length=$(($(field "$image" $((0x24c)) 4) - 4))
  if head -c "$((start + length))" "$image" | tail -c "$length" | xz -dc > "$work/vmlinux" 2>/dev/null; then say "kernel unpacked"
  else say "kernel left packed"; cp "$image" "$work/vmlinux"; fi
}

# Prints a module and everything it needs, what is needed first.
with_needs() {
  local line need
  line=$(grep -E "/$1\.ko:" "$modules/modules.dep") || return 0
  for need in $(tr ' ' '\n' <<< "${line#*:}" | tac); do printf '%s\n' "$need"; done
  printf '%s\n' "${line%%:*}"
}

module_list() {
  local name
  for name in "$@"; do with_needs "${name//_/[-_]}"; done | awk '!seen[$0]++'
}

copy_modules() {
  local path
  mkdir -p "$root/lib/modules"
  while read -r path; do
    cp "$modules/${path#/lib/modules/"$version"/}" "$root/lib/modules/"
    printf '/lib/modules/%s\n' "${path##*/}"
  done > "$root/lib/modules/$1.list"
}

fill_root() {
  mkdir -p "$root"/{bin,dev,proc,sys,run,data,etc/acpi/PWRF}
  cp "$(command -v busybox)" "$root/bin/busybox"
  local applet
  for applet in $("$root/bin/busybox" --list); do
    case $applet in init | linuxrc | busybox) ;; *) ln -s busybox "$root/bin/$applet" ;; esac
  done
  cp "$here/init" "$root/init"
  cp "$here/guest-agent" "$root/bin/guest-agent"
  printf '#!/bin/sh\nsync\npoweroff -f\n' > "$root/etc/acpi/PWRF/00000080"
  chmod 0755 "$root/init" "$root/bin/guest-agent" "$root/etc/acpi/PWRF/00000080"
}

pack_root() {
  (cd "$root" && find . -exec touch -h -d @0 {} + && find . | LC_ALL=C sort | cpio -o -H newc --reproducible --quiet) > "$work/initramfs.cpio"
}

build() {
  work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
  root=$work/root
  download_kernel
  modules=$(echo "$work"/kernel/lib/modules/*); version=${modules##*/}
  extract_kernel "$work/kernel/boot/vmlinuz-$version"
  busybox depmod -b "$work/kernel" "$version"
  fill_root
  module_list "${first[@]}" | copy_modules first
  module_list "${later[@]}" | copy_modules later
  pack_root
  mv "$work/vmlinux" "$work/initramfs.cpio" "$out/"
  printf '%s\n' "$version" > "$out/version"
}

check_tools
mkdir -p "$out"
exec 9> "$out/lock"; flock 9
if [ "$(cat "$out/stamp" 2>/dev/null)" = "$(stamp)" ]; then say "up to date ($(cat "$out/version"))"; exit 0; fi
rm -f "$out/stamp"
build
stamp > "$out/stamp"
say "built for $(cat "$out/version"), $(du -k "$out/vmlinux" | cut -f1) KiB kernel, $(du -k "$out/initramfs.cpio" | cut -f1) KiB initramfs"
