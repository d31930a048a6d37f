# auth-service: its signing keys, nothing else.
path "gatehouse/data/services/auth/*" { capabilities = ["create", "read", "update"] }
path "gatehouse/metadata/services/auth/*" { capabilities = ["read", "list", "delete"] }
