# Build folders: configured once, and anew only when what they rest on has changed. Sourced after packages.sh, in the
# project's root.
# shellcheck shell=bash disable=SC2154

# configure FOLDER PRESET [CMAKE-OPTION…]: makes build/FOLDER ready for ninja; says nothing if it is.
configure() {
    local folder=build/$1 now tool
    for tool in "${CXX:-c++}" cmake ninja; do
        command -v "$tool" >/dev/null || { hint_at_packages; give_up "$tool was not found."; }
    done
    now=$(fingerprint "$@" | cksum)
    [[ ! -f $folder/build.ninja || ! -f $folder/fingerprint || $(<"$folder/fingerprint") != "$now" ]] || return 0
    if [ -f "$folder/fingerprint" ]; then
        say "$me: $folder was made for another processor, compiler, place or set of options: building it anew."
        rm -rf -- "$folder" 2>/dev/null || give_up "cannot remove $PWD/$folder: does it belong to another user?"
    fi
    mkdir -p -- "$folder" || true
    need_writable "$folder"
    shift
    if ! cmake --preset "$@" -B "$folder" >"$folder/configure.log" 2>&1; then
        say "$(sed -n '/^CMake Error/,$p' "$folder/configure.log")"
        hint_at_packages
        give_up "the build could not be configured; the reason is above, and in $PWD/$folder/configure.log."
    fi
    printf '%s\n' "$now" >"$folder/fingerprint"
}

# What a build folder rests on beside the sources: the compiler, what -march=native means to it here (a program tuned for one
# processor may not even start on another), the presets and options, and the folder's place.
fingerprint() {
    LC_ALL=C "${CXX:-c++}" -march=native -E -x c++ /dev/null '-###' 2>&1 || true
    cat CMakePresets.json
    printf '%s\n' "$PWD" "$@"
}

# build FOLDER [TARGET…]: shows ninja's progress; says nothing if there is nothing to do.
build() {
    [[ $(ninja -C "build/$1" -n "${@:2}" 2>&1) != *'no work to do'* ]] || return 0
    need_writable "build/$1"
    say "$me: building $PWD/build/$1"
    ninja -C "build/$1" "${@:2}" >&2
}

need_writable() { [ -w "$1" ] || give_up "cannot write to $PWD/$1: does it belong to another user?"; }
