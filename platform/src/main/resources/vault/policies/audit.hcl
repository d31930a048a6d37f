# audit-service: keys of digests and signatures.
path "gatehouse/data/services/audit/*" { capabilities = ["create", "read", "update"] }
path "gatehouse/metadata/services/audit/*" { capabilities = ["read", "list"] }
