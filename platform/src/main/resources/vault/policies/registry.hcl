# registry-service: stores what people type in and destroys it; never reads it back.
path "gatehouse/data/orgs/*" { capabilities = ["create", "update"] }
path "gatehouse/metadata/orgs/*" { capabilities = ["delete"] }
