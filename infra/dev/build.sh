# Builds the whole solution once; quick when nothing changed since.
configuration=Release

# built NAME: the dll of a project that was built.
built() { printf '%s\n' "$root"/artifacts/bin/"$1"/release/"$2".dll; }

# newer_source FILE FOLDER...: a source in those folders, or a setting of the build, that changed after FILE.
newer_source() {
  local file=$1
  shift
  find "$@" "$root"/*.props "$root"/.editorconfig \
    -newer "$file" \( -name '*.cs' -o -name '*.razor' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.css' -o -name '*.js' \
    -o -name '*.txt' -o -name .editorconfig \) -not -path '*/_framework/*' -print -quit
}

needs_build() {
  local stamp=$root/artifacts/$1.stamp
  [ ! -f "$stamp" ] && return 0
  [ -n "$(newer_source "$stamp" "$root"/src "$root"/tests "$root"/bench)" ]
}

# build_for WHAT PROJECT_OR_SOLUTION...: WHAT names the stamp.
build_for() {
  local what=$1 target
  shift
  needs_build "$what" || { say "  ✓ $what is built"; return 0; }
  for target in "$@"; do
    step "build $target" dotnet build "$target" -c "$configuration" --nologo -v minimal
  done
  touch "$root/artifacts/$what.stamp"
}
