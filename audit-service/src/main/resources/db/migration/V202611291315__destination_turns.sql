-- Each turn and each change of settings has a number of its own: what an earlier one finds out no longer counts.
ALTER TABLE audit_destination ADD COLUMN turn bigint NOT NULL DEFAULT 0;
-- Records that left the trail at their time before they were acknowledged.
ALTER TABLE audit_destination ADD COLUMN missed bigint NOT NULL DEFAULT 0;
