# A language, a venue and a region that the policy does not know.
exec 2>&1
for language in xx en-US KO ''; do exits vpass verify --trust keys/kr/dsc.pem --policy kr --venue restaurant --lang "$language" data/passes.ndjson; done
exits vpass verify --trust keys/kr/dsc.pem --human --lang xx data/passes.ndjson
exits vpass policy list kr --lang de
exits vpass policy test --policy kr --lang de /dev/null
exits vpass policy explain --policy kr --venue restaurant --lang de
exits vpass verify --trust keys/kr/dsc.pem --policy kr --venue restarant data/passes.ndjson
exits vpass verify --trust keys/kr/dsc.pem --policy kr --venue rest data/passes.ndjson
