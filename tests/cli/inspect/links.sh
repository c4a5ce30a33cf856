# A link is explained but for its key.
made() { printf '%s' "$1"; printf %s "$2" | base64 -w0 | tr '+/' '-_' | tr -d '='; echo; }
key=AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE
{
    made 'https://v.example/#shlink:/' '{"url":"https://a.example/x","key":"'$key'","flag":"LU","label":"증명서","exp":1798761600}'
    made 'VHLINK:/' '{"url":"http://a.example/x","key":"'$key'","flag":"P","exp":1000}'
    made 'shlink:/' '{"v":2,"label":"of tomorrow"}'
    made 'shlink:/' '{"url":"https://a.example/x","key":"AQEB"}'
    echo shlink:/x
} | vpass inspect --at $at | jq -c '.layers, (.findings[] | [.code, .level, .pointer, .message])'
