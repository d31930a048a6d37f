# gateway-service: reads the credentials of connectors to send them to their upstream; writes none.
path "gatehouse/data/orgs/*" { capabilities = ["read"] }
path "transit/decrypt/org-*" { capabilities = ["update"] }
path "gatehouse/data/services/gateway/*" { capabilities = ["create", "read", "update"] }
