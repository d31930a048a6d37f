-- Gateways, agents and runners: each shows chosen tools under an MCP URL of its own.
ALTER TABLE gateway
  ADD COLUMN kind                     text    NOT NULL DEFAULT 'GATEWAY',
  ADD COLUMN runner_id                uuid,
  ADD COLUMN per_minute               integer NOT NULL DEFAULT 0,
  ADD COLUMN caller_per_minute        integer NOT NULL DEFAULT 0,
  ADD FOREIGN KEY (organisation, runner_id) REFERENCES gateway (organisation, id) ON DELETE SET NULL (runner_id);
ALTER TABLE gateway
  ALTER COLUMN kind DROP DEFAULT,
  ALTER COLUMN per_minute DROP DEFAULT,
  ALTER COLUMN caller_per_minute DROP DEFAULT;
CREATE INDEX gateway_runner_id ON gateway (runner_id);

-- Tools that are shown because a rule says so: all of a connector, or those that it describes. What an agent or
-- runner has attached are rules too.
CREATE TABLE tool_rule (
  id            uuid        PRIMARY KEY,
  organisation  text        NOT NULL,
  gateway_id    uuid        NOT NULL,
  connector_id  uuid        NOT NULL,
  allowed_tools text[],
  name_pattern  text,
  read_only     boolean     NOT NULL,
  created_at    timestamptz NOT NULL,
  version       integer     NOT NULL,
  UNIQUE (organisation, id),
  FOREIGN KEY (organisation, gateway_id) REFERENCES gateway (organisation, id) ON DELETE CASCADE,
  FOREIGN KEY (organisation, connector_id) REFERENCES connector (organisation, id) ON DELETE CASCADE
);
CREATE INDEX tool_rule_gateway_id ON tool_rule (gateway_id);
CREATE INDEX tool_rule_connector_id ON tool_rule (connector_id);

-- Of an agent it may be a rule of its runner.
ALTER TABLE exposed_tool
  ADD COLUMN rule_id uuid,
  ADD FOREIGN KEY (organisation, rule_id) REFERENCES tool_rule (organisation, id) ON DELETE CASCADE;
CREATE INDEX exposed_tool_rule_id ON exposed_tool (rule_id);
CREATE INDEX exposed_tool_order ON exposed_tool (gateway_id, position, id);

CALL protect_by_organisation('tool_rule');

GRANT SELECT, INSERT, UPDATE, DELETE ON tool_rule TO ${app_role};

-- Connectors of other kinds than MCP have no transport.
ALTER TABLE connector
  ALTER COLUMN transport DROP NOT NULL,
  ADD CHECK (kind <> 'MCP' OR transport IS NOT NULL);
