# Usage errors and help.
exec 2>&1
exits vpass audit
exits vpass audit lgo
exits vpass audit log
exits vpass audit log data/log
exits vpass audit log data/log --vkey missing
exits vpass audit log data/log --vkey data/passes.txt
exits vpass audit log data/log --vkey log.example/test+00000000+AZfycR5voD1yEh9Xg++/Ca6bDzuQeVOE0yjbwEypL0v6
exits vpass audit log data/log --vkey data/log/vkey --summary -
vpass audit --help
for command in log witness prove check-proof passes reconcile operators collateral trust; do
    vpass audit $command --help
done
