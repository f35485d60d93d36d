# What the scripts that need Node.js and a browser begin with; sourced by them, with $name set to what they call
# themselves. Leaves the browser in BWE_CHROMIUM, or says what is missing and ends the script with success.

skip() {
    echo "$name: skipped, $1"
    exit 0
}

find_chromium() {
    local candidate
    if [ -n "${BWE_CHROMIUM:-}" ]; then
        echo "$BWE_CHROMIUM"
        return
    fi
    for candidate in chromium chromium-browser google-chrome google-chrome-stable chrome \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        command -v "$candidate" && return
    done
    return 1
}

command -v npm > /dev/null || skip "there is no npm"
[ "$(node --version | sed 's/^v\([0-9]*\).*/\1/')" -ge 20 ] || skip "Node.js is older than 20"
if ! find_chromium > /dev/null && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    { apt-get -q update && apt-get -q -y install --no-install-recommends chromium; } > /dev/null \
        || echo "$name: Chromium could not be installed" >&2
fi
BWE_CHROMIUM=$(find_chromium) || skip "there is no Chromium or Chrome; install one or name it in BWE_CHROMIUM"
export BWE_CHROMIUM
