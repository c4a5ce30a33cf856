# Usage errors and help.
exec 2>&1
exits vpass key
exits vpass key nwe
exits vpass key new --contry KR
vpass key --help
vpass key new --help
vpass key dsc --help
vpass key csr --help
