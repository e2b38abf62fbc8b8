clean_verb() {
  rm -rf "$root/artifacts" "$root/src/Console.Web/wwwroot/_framework"
  say "removed what was built"
  if [ "${1:-}" = --all ]; then
    rm -rf "$root/.twofold"
    say "removed what ./dev run kept"
  fi
}
