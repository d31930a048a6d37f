-- The index of the list's order serves connectors and gateways.
DROP INDEX audit_record_gateway;
