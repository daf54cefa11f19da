#!/usr/bin/env bash
# Plays Outrider: installs what is missing (on Debian 12), builds what has changed, starts the game with the arguments given.
#
#     ./play.sh --scenario sandbox      (every option: ./play.sh --help)
#
# Standard output is the game's alone. Exit code 2: something is missing here, and the last line says what.
set -euo pipefail
me=play.sh
root=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
. "$root/.ci/packages.sh"
. "$root/.ci/build.sh"

cd -- "$root"
need_packages "$packages_to_play"
configure release release
build release || give_up 'the build failed; the compiler says why above.'

cd -- "$OLDPWD" # a file named on the command line is meant from where the player stands
exec "$root/build/release/bin/outrider" "$@"
