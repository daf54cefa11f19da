# The Debian packages that Outrider needs, and how they come onto the machine. Sourced by play.sh and test.sh, which set $me.
# Everything here speaks on standard error: standard output belongs to the game (./play.sh --json -).
# shellcheck shell=bash disable=SC2034,SC2154

# One line a package: its name, then what it is for. The tests need their own on top of those for playing, CI again on top.
packages_to_play='
g++                     the compiler
cmake                   the build system
ninja-build             runs the build
pkg-config              finds libraries
libsdl2-dev             window, input and drawing
libsdl2-image-dev       pictures and screenshots
libimgui-dev            the overlay
libboost-dev            memory that game and workers share
libcli11-dev            the command line
libspdlog-dev           the log
libfmt-dev              text
libdw-dev               names functions in crash reports
nlohmann-json3-dev      reports
libfreetype-dev         clear small letters
fonts-roboto-unhinted   the letters on the overlay
'
packages_to_test='
libgtest-dev            unit tests
libbenchmark-dev        speed of the queues
xvfb                    a display without a screen
xauth                   the key to that display
xdotool                 presses keys and drags the mouse there
x11-utils               looks at windows there
imagemagick             looks at screenshots
procps                  looks at processes
weston                  a Wayland screen
'
packages_for_ci='
clang-format            one layout for all sources
clang                   a second compiler
libclang-rt-14-dev      its sanitizers
llvm                    names functions in their reports
clang-tidy              known mistakes
'

say() { printf '%s\n' "$*" >&2; }

# Ends the script: 2 is "not possible here, and this is why", as everywhere in Outrider.
give_up() {
    say "$me: $*"
    exit 2
}

# need_packages LIST: returns when all of them are installed, or ends the script. apt is called only if one is missing.
# On another distribution nothing is looked up or installed: the configure step shows whether all is there.
need_packages() {
    wanted_packages=$1
    [ "$(uname -s)" = Linux ] || give_up 'Outrider runs on Linux only.'
    is_debian_12 || return 0
    local missing names
    missing=$(missing_of "$1")
    [ -n "$missing" ] || return 0
    names=$(names_of "$missing")
    say "$me: these Debian packages are missing and will be installed:"
    say "$missing"
    apt_install "$names" || give_up "the packages could not be installed. With the network up, as root:" \
        "apt-get update && apt-get install --no-install-recommends $names"
}

is_debian_12() {
    local ID='' VERSION_ID=''
    # shellcheck disable=SC1091
    [ ! -r /etc/os-release ] || . /etc/os-release
    [ "$ID $VERSION_ID" = 'debian 12' ] && command -v dpkg-query apt-get >/dev/null
}

# The lines of a list whose package is not installed.
missing_of() {
    local names installed name purpose
    names=$(names_of "$1")
    # shellcheck disable=SC2086  # names hold no blanks
    installed=$'\n'$(dpkg-query --show --showformat='${db:Status-Abbrev}${Package}\n' $names 2>/dev/null || true)$'\n'
    while read -r name purpose; do
        [[ -z $name || $installed == *$'\n'?i\ "$name"$'\n'* ]] || printf '    %-23s %s\n' "$name" "$purpose"
    done <<<"$1"
}

names_of() {
    local name purpose names=()
    while read -r name purpose; do [ -z "$name" ] || names+=("$name"); done <<<"$1"
    printf '%s' "${names[*]}"
}

# Waits for another apt to finish: a machine that has just been set up may be busy updating itself.
apt_install() {
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get --quiet -o DPkg::Lock::Timeout=300)
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { say "$me: installing takes root, and there is no sudo here."; return 1; }
        apt=(sudo "${apt[@]}")
    fi
    "${apt[@]}" update >&2 || say "$me: the package lists could not be renewed; trying with those that are here."
    # shellcheck disable=SC2086  # names hold no blanks
    "${apt[@]}" install --yes --no-install-recommends $1 >&2
}

# Said when the build cannot be configured: elsewhere than on Debian 12 a missing tool or library is the likely reason.
hint_at_packages() {
    is_debian_12 && return 0
    say "$me: this is not Debian 12, so nothing was installed. What these Debian packages hold is needed:"
    say "$(sed '/^$/d; s/^/    /' <<<"$wanted_packages")"
}
