#!/usr/bin/env bash
# Fails if a source file is not laid out as .clang-format says; --fix lays them all out.
# The version is pinned: another clang-format breaks lines in other places.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."

tool=$(command -v clang-format-14 || command -v clang-format || true)
[[ -n $tool && $("$tool" --version) == *'version 14.'* ]] ||
    { echo 'check_format.sh: clang-format 14 was not found (Debian 12: apt-get install clang-format).' >&2; exit 2; }

case "${1:-}" in
    '') mode=(--dry-run --Werror) ;;
    --fix) mode=(-i) ;;
    *) echo "check_format.sh: unknown option '$1' (there is --fix)." >&2; exit 2 ;;
esac
find shared pathfinder game tests \( -name '*.h' -o -name '*.cpp' \) -print0 | xargs -0 -r "$tool" "${mode[@]}"
