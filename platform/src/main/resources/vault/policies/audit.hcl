# audit-service: keys of digests and signatures, credentials of export destinations.
path "gatehouse/data/services/audit/*" { capabilities = ["create", "read", "update"] }
path "gatehouse/metadata/services/audit/*" { capabilities = ["read", "list"] }
path "gatehouse/metadata/services/audit/destinations/*" { capabilities = ["delete"] }
