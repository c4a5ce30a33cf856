# A rehearsal in Korean; columns by a file.
exec 2>&1
cat >registry.csv <<END
구분;관리번호;성;이름;생일날짜;백신;차수;총접종횟수;접종일
접종;KR/1;홍;길동;1970.01.02;화이자;2;2;2021.07.10
접종;KR/2;홍;길동;1970.13.02;화이자;2;2;2021.07.10
접종;KR/3;홍;길동;1970.01.02;스푸트니크;2;2;2021.07.10
접종;KR/4;;;1970.01.02;화이자;2;2;2021.07.10
접종;KR/5;홍;길동;1970.01.02;화이자;2;2;2031.07.10
접종;KR/6;홍;길동;1970.01.02;화이자;2;2
END
printf '# columns of ward 7\n생일날짜=birth_date\n' >columns
exits vpass issue --check --lang ko --at $at --columns-file columns registry.csv
printf '생일날짜=birthdate\n' >columns
exits vpass issue --check --columns-file columns registry.csv
printf '생일날짜\n' >columns
exits vpass issue --check --columns-file columns registry.csv
exits vpass issue --check --columns-file none registry.csv
exits vpass issue --check --lang fr registry.csv
