#!/usr/bin/env bash
# hardware.sh start|stop|status PHONE
# The hardware of a virtual phone, in PHONE/hardware: a TPM 2.0 (swtpm, socket tpm/sock), a USB socket
# (usb/*.img is a stick, usb/*.kbd a keyboard), and what its peripherals say (peripherals/*; beside a place and a radio stand the lesser feeds).
# It outlives the control partition, whose own folder is PHONE/partition. Ends only the process that it started.
set -euo pipefail

usage() { echo "usage: hardware.sh start|stop|status PHONE" >&2; exit 2; }
[ $# = 2 ] || usage
verb=$1
mkdir -p "$2/hardware"
hardware=$(cd "$2/hardware" && pwd)
tpm=$hardware/tpm
longest_socket=102 # sockaddr_un holds 107 bytes, and ".ctrl" is appended

running() {
  local pid
  pid=$(cat "$tpm/pid" 2>/dev/null) || return 1
  tr '\0' ' ' 2>/dev/null < "/proc/$pid/cmdline" | grep -qF "dir=$tpm/state"
}

# A test source says its line again and again; a guest takes up to 512 KiB ahead each time it looks.
feed() {
  [ -s "$hardware/peripherals/$1" ] || head -c 4194304 < <(yes "$*" 2>/dev/null) > "$hardware/peripherals/$1"
}

feeds() {
  mkdir -p "$hardware/peripherals"
  feed camera frame of the test source
  feed microphone tone of the test source
  feed sensors still, 300 lux
  feed nfc tag of the test source
  feed location 47.07070 15.43950
  feed location.limited 47.1 15.4
  feed bluetooth audio and data
  feed bluetooth.limited audio
}

start() {
  feeds
  running && return
  command -v swtpm >/dev/null || { echo "\`swtpm\` is missing: apt-get install -y swtpm tpm2-tools" >&2; exit 1; }
  [ "${#tpm}" -le "$((longest_socket - 5))" ] || { echo "\`$tpm\` is too long for a unix socket" >&2; exit 1; }
  mkdir -p "$tpm/state" "$hardware/usb"
  chmod 0700 "$tpm" "$tpm/state"
  rm -f "$tpm/sock" "$tpm/sock.ctrl" "$tpm/pid"
  # Not --daemon: a TPM that forks after its crypto library started fails its self-test.
  setsid swtpm socket --tpm2 --tpmstate "dir=$tpm/state" --pid "file=$tpm/pid" --flags not-need-init,startup-clear \
    --server "type=unixio,path=$tpm/sock" --ctrl "type=unixio,path=$tpm/sock.ctrl" </dev/null >/dev/null 2>"$tpm/log" &
  for _ in $(seq 200); do
    [ -S "$tpm/sock" ] && [ -S "$tpm/sock.ctrl" ] && running && return
    sleep 0.05
  done
  echo "the TPM did not start: $(tail -n 1 "$tpm/log")" >&2
  exit 1
}

stop() {
  running || return 0
  kill "$(cat "$tpm/pid")"
  for _ in $(seq 200); do
    running || return 0
    sleep 0.05
  done
  echo "the TPM did not stop" >&2
  exit 1
}

case $verb in
  start) start; echo "tpm: swtpm:path=$tpm/sock" ;;
  stop) stop ;;
  status) if running; then echo running; else echo stopped; exit 3; fi ;;
  *) usage ;;
esac
