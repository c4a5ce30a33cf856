# Usage errors and help.
exec 2>&1
exits vpass trust
exits vpass trust chek
exits vpass trust list --chained keys/kr/dsc.pem
vpass trust --help
vpass trust make --help
vpass trust merge --help | diff - <(vpass trust make --help) && echo "merge is make"
vpass trust list --help
vpass trust check --help
