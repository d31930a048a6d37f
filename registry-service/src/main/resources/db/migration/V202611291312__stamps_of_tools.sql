-- Each search for tools asks whether one of the organisation's has changed; the index alone says so.
CREATE INDEX tool_stamp ON tool (organisation) INCLUDE (updated_at, version);
