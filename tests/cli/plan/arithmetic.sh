# What is worked out from a measurement, which is given: nothing here is timed.
exec 2>&1
step() {  # step NAME SHARDS: 100 people take 1 s of CPU and 0.6 s, 1,100 people 11 s and 5.6 s
    jq -nc --arg step "$1" --argjson shards "$2" '{step: $step, shards: $shards, measured: [
        {people: 100, cpu_seconds: 1, wall_seconds: 0.6, disk_bytes: 101000, wire_bytes: 50500},
        {people: 1100, cpu_seconds: 11, wall_seconds: 5.6, disk_bytes: 1101000, wire_bytes: 550500}]}'
}
for name in issue sign link verify; do step $name true; done >rates
for name in "sign --ledger" publish; do step "$name" false; done >>rates
numbers='if .step then [.step, .core_hours, .hours, .machines, .disk_bytes, .wire_bytes]
    else [.way, .peak, .checks_per_second, .fetches_per_second, .cores, .bytes_per_second] end | map(if type == "number" then . * 10000 | round / 10000 else . end)'
printf 'time,checks\n11:00,600\n12:00,1800\r\n12:30,600\n' >curve
vpass plan --people 720000 --rates rates --curve curve --json | jq -c "$numbers"
echo "== ten machines, two checks a day"
vpass plan --people 720000 --machines 10 --checks 2 --rates rates --curve curve --json -o out && jq -c "$numbers" out
echo "== an earlier answer is a measurement"
vpass plan --people 720000 --rates out --curve curve --json | jq -c "$numbers" | head -1
echo "== a page"
vpass plan --people 720000 --machines 10 --rates rates --curve curve
vpass plan --people 52000000 --rates rates | tail -10
echo "== what is refused"
bad() { exits vpass plan --people 1 --rates rates "$@"; }
for rows in '12:00,1' '12:00,1\n11:00,2' '12:00,1\n12:60,2' '12:00,1\n12:10,-1' '12:00,1\n12:10' '11:00,0\n12:00,0' ''; do
    printf "$rows" >curve
    bad --curve curve
done
bad --curve missing
exits vpass plan --people 0
exits vpass plan
exits vpass plan --people 1 --rates <(head -2 rates)
exits vpass plan --people 1 --rates <(sed 's/"people":100,/"people":"x",/' rates)
exits vpass plan --people 1 --rates <(sed 's/"shards":true,//' rates)
exits vpass plan --people 1 --rates <(echo '{')
exits vpass plan --people 1 --dir missing
exits vpass plan --people 1 --rates rates -o /dev/full
