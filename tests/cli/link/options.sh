# What cannot be asked for is said before anything is written.
exec 2>&1
umask 077
echo vpass-link-secret-v1 AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE >secret
umask 022
link() { echo "$ $*"; exits vpass link --base https://a.example --out site "$@" data/passes.txt | cut -c -60; }
exits vpass link data/passes.txt
exits vpass link --base ftp://a.example --out site --secret secret data/passes.txt
link
link --secret secret --ledger l
link --ledger l
link --secret secret --flag LP
link --secret secret --flag X
link --secret secret --manifest --flag U
link --secret secret --resume --by id
link --secret secret --resume --csv t
link --secret secret --first-line 5 --prune
link --secret secret --expires 2021-01-01T00:00:00Z
link --secret secret --expires later
link --secret secret --csv -
link --secret secret --label "$(printf 'x%.0s' {1..81})"
link --secret none --dry-run
echo "== a secret that others may read, and one that is none"
chmod 644 secret
link --secret secret
echo secret >bad
chmod 600 bad
link --secret bad
echo "== a base that leaves no room"
chmod 600 secret
exits vpass link --base "https://$(printf 'a%.0s' {1..80}).example" --out site --secret secret data/passes.txt
ls
