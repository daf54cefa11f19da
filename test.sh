#!/usr/bin/env bash
# Tests Outrider: installs what is missing (on Debian 12), builds what has changed, runs every test.
#
#     ./test.sh          unit, integration and end-to-end tests of the build "dev": 8 minutes, 9 more to build it at first
#     ./test.sh --ci     the same and more, with warnings as errors: layout of the sources, a second compiler, sanitizers,
#                        clang-tidy, and end-to-end tests of the binaries that players get: about an hour on two cores
#     ./test.sh --full   the recorded siege, whole, in every mode and while workers are killed: some 20 minutes
#
# Exit code 0: all passed; 1: a step failed, and the last line says which; 2: a wrong option, or something is missing here.
set -euo pipefail
me=test.sh
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"
. .ci/packages.sh
. .ci/build.sh

main() {
    [ $# -le 1 ] || give_up 'one option at most (there are --ci and --full).'
    case "${1:-}" in
        '') everyday ;;
        --ci) everything ;;
        --full) every_siege ;;
        *) give_up "unknown option '$1' (there are --ci and --full)." ;;
    esac
}

everyday() {
    need_packages "$packages_to_play$packages_to_test"
    step 'build dev' build_anew dev dev
    step 'all tests of dev' ctest --preset dev
}

# Early steps are quick to say that something is wrong; all tests of dev come last, so that their summary closes the output.
everything() {
    need_packages "$packages_to_play$packages_to_test$packages_for_ci"
    step 'layout of the sources' .ci/check_format.sh
    step 'headers on their own' headers_stand_alone
    # clang builds asan: a second compiler's warnings for free, and with sanitizers it is about three times as fast as g++.
    step 'build asan with clang' build_anew asan asan -DOUTRIDER_WERROR=ON -DCMAKE_CXX_COMPILER=clang++
    step 'unit and integration tests under AddressSanitizer' ctest --preset asan
    step 'clang-tidy' tidy
    step 'build tsan' build_protocol_tests
    step 'the protocol under ThreadSanitizer' ctest --preset tsan
    step 'the same game in the portable build' same_game_in_portable
    step 'build dev' build_anew dev dev -DOUTRIDER_WERROR=ON
    step 'build release' build_release
    step 'the recorded siege in release' sieges_in_short
    step 'end-to-end tests of release' env OUTRIDER_BIN_DIR="$PWD/build/release/bin" ctest --preset dev --label-regex e2e
    step 'all tests of dev' ctest --preset dev
}

every_siege() {
    need_packages "$packages_to_play"
    step 'build release' build_release
    local form
    for form in 'inline' 'threads --workers 2' 'processes --workers 1' 'processes --workers 2' 'processes --workers 4'; do
        # shellcheck disable=SC2086  # a form is several words
        step "a whole siege, mode $form" play_again --mode $form
    done
    step 'a whole siege while workers are killed' play_again_under_fire
}

# The recorded game, played again by the real program: it compares how it ends, and its exit code says so.
recorded_siege=tests/replays/twelve_waves.replay
play_again() {
    build/release/bin/outrider --replay $recorded_siege --headless --fps 0 "$@"
}

# Its beginning in each mode, and once the whole of it. That all modes play the same beginning is seen by their hashes.
sieges_in_short() {
    local form hash first=
    for form in 'inline' 'threads --workers 2' 'processes --workers 2'; do
        # shellcheck disable=SC2086  # a form is several words
        hash=$(play_again --frames 1800 --json - --mode $form | grep -E '"(state|path)_hash"') || return 1
        [ "${first:=$hash}" = "$hash" ] || { say "mode $form plays another game: $hash"; return 1; }
    done
    play_again --mode processes --workers 2
}

play_again_under_fire() {
    # Not by way of play_again: the game's own id is needed, and its children are the workers.
    build/release/bin/outrider --replay $recorded_siege --headless --fps 0 --mode processes --workers 2 &
    local game=$! worker
    while kill -0 $game 2>/dev/null; do
        worker=$(pgrep --parent $game | shuf -n 1) && kill -KILL "$worker" 2>/dev/null
        sleep 0.$((RANDOM % 9 + 1))
    done
    wait $game
}

same_game_in_portable() {
    configure portable portable -DOUTRIDER_BUILD_TESTS=ON
    build portable siege_replay_test golden_paths_test
    ctest --preset portable --tests-regex '^SiegeReplay|Golden' --no-tests=error
}

# step NAME COMMAND…: the script ends at the first step that fails, and says which it was.
step() {
    local began=$SECONDS
    current_step=$1
    say "$me: $1"
    "${@:2}"
    [ "$1" = 'all tests of dev' ] || say "$me: $1: passed in $((SECONDS - began)) s"
    current_step=
}

name_the_failed_step() {
    local code=$?
    [ $code -ne 0 ] && [ -n "$current_step" ] || return 0
    say "$me: FAILED: $current_step"
    exit 1
}
current_step=
trap name_the_failed_step EXIT

build_anew() {
    configure "$@"
    build "$1"
}

# ThreadSanitizer sees one process and one mapping: only the tests that run the protocol as threads are of use to it.
build_protocol_tests() {
    configure tsan tsan -DOUTRIDER_WERROR=ON
    build tsan tests_protocol
}

# Exactly what ./play.sh builds, so that its binaries are the ones tested; a warning there would greet every player.
build_release() {
    configure release release
    build release 2>&1 | tee build/release/build.log >&2
    ! grep 'warning:' build/release/build.log >&2
}

# Every header includes what it uses.
headers_stand_alone() {
    local flags
    flags=$(pkg-config --cflags sdl2 SDL2_image imgui)
    # shellcheck disable=SC2086  # flags are several words
    find shared pathfinder game -name '*.h' -print0 | xargs -0 -n 1 -P "$(nproc)" \
        clang++ -std=c++20 -fsyntax-only -x c++ -Wall -Wextra -Wpedantic -Wno-pragma-once-outside-header -Werror -I . $flags
}

# Known mistakes, see .clang-tidy; reads the compiler options that clang was given for asan.
tidy() {
    find shared pathfinder game -name '*.cpp' -print0 |
        xargs -0 -r -n 1 -P "$(nproc)" clang-tidy --quiet --warnings-as-errors='*' -p build/asan
}

main "$@"
