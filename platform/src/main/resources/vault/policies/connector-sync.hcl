# connector-sync-service: reads credentials to sync, keeps upstream OAuth tokens as ciphertext.
path "gatehouse/data/orgs/*" { capabilities = ["create", "read", "update"] }
path "gatehouse/metadata/orgs/*" { capabilities = ["delete"] }
path "transit/encrypt/org-*" { capabilities = ["create", "update"] }
path "transit/decrypt/org-*" { capabilities = ["update"] }
