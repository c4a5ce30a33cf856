# A measurement of this machine: every step and both ways have numbers, and nothing is left behind.
mkdir scratch
vpass plan --people 1000000 --dir scratch --json -o plan
ls -A scratch
jq -c 'if .step then [.step, .shards, .core_hours > 0, .hours > 0, .disk_bytes > 0, (.measured | length)]
    else [.way, .peak, .checks_per_second > 0, .fetches_per_second > 0, .cores > 0] end' plan
# What is predicted for as many people as were measured is what was measured.
jq -r 'select(.step == "sign") | .measured[1].people' plan >people
vpass plan --people "$(cat people)" --rates plan --json | jq -c 'select(.step == "sign") | [(.core_hours * 3600 - .measured[1].cpu_seconds | fabs) < 1e-9, .disk_bytes == .measured[1].disk_bytes]'
TMPDIR=$PWD/scratch vpass plan --people 1000 | head -1
[ ! -e "$XDG_STATE_HOME" ] && ls -A scratch
