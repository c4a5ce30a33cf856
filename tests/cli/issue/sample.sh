# Samples are the same for the same seed, at any number of threads, and pass every check of their own.
exec 2>&1
vpass issue -q --sample 3 --seed 1 --at $at
vpass issue -q --sample 1 --seed 2 --at $at --records
vpass issue -q --sample 1000 --seed 1 --at $at -j 1 | head -3 | cmp - <(vpass issue -q --sample 3 --seed 1 --at $at) && echo "same as the first of many"
for jobs in 2 16; do
    cmp <(vpass issue -q --sample 1000 --seed 1 --at $at -j 1) <(vpass issue -q --sample 1000 --seed 1 --at $at -j $jobs) && echo same
done
vpass issue --sample 1000 --seed 1 --at $at --records | vpass issue --at $at | cmp - <(vpass issue -q --sample 1000 --seed 1 --at $at) && echo "the records give the payloads"
vpass issue --sample 100000 --seed 1 | head -1 | jq -r .format
exits vpass issue --sample 3
exits vpass issue --sample 0 --seed 1
exits vpass issue --sample -1 --seed 1
exits vpass issue --sample 3 --seed x
exits vpass issue --sample 3 --seed 1 data/registry.csv
