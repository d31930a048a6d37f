-- The catalogue of servers. What is public is the platform's and has no organisation; what an organisation published for
-- itself lies in tables of the same form under row-level security. They are apart because an index of a table under
-- row-level security is of no use to text search: its operators are not leakproof.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Every version of every server. A version's document never changes, but for what its source corrects.
CREATE TABLE public_server (
  id                bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name              text        COLLATE "C" NOT NULL,
  version           text        COLLATE "C" NOT NULL,
  document          text        NOT NULL,
  haystack          text        NOT NULL,
  status            text        NOT NULL,
  status_message    text,
  status_changed_at timestamptz NOT NULL,
  published_at      timestamptz NOT NULL,
  updated_at        timestamptz NOT NULL,
  marked_latest     boolean     NOT NULL,
  is_latest         boolean     NOT NULL,
  source            text        NOT NULL,
  UNIQUE (name, version)
);
CREATE INDEX public_server_updated_at ON public_server (updated_at);
CREATE INDEX public_server_latest ON public_server (name) WHERE is_latest;
CREATE INDEX public_server_haystack ON public_server USING gin (haystack gin_trgm_ops);

-- One row for each server as its latest version describes it: what search looks at, and no more, because it is small.
CREATE TABLE public_entry (
  name          text     COLLATE "C" PRIMARY KEY,
  server_id     bigint   NOT NULL REFERENCES public_server (id) ON DELETE CASCADE,
  name_key      text     COLLATE "C" NOT NULL,
  title_key     text     COLLATE "C" NOT NULL,
  namespace     text     COLLATE "C" NOT NULL,
  category      text,
  transports    text[]   NOT NULL,
  package_types text[]   NOT NULL,
  status        text     NOT NULL,
  standing      smallint NOT NULL,
  names         tsvector NOT NULL,
  words         tsvector NOT NULL
);
-- Whole rows stay in their page, uncompressed: ranking looks at the words of each candidate several times.
ALTER TABLE public_entry SET (toast_tuple_target = 8160);
CREATE INDEX public_entry_name_key ON public_entry (name_key, name);
CREATE INDEX public_entry_title_key ON public_entry (title_key, name);
CREATE INDEX public_entry_namespace ON public_entry (namespace, name);
CREATE INDEX public_entry_category ON public_entry (category, name);
CREATE INDEX public_entry_names ON public_entry USING gin (names) WITH (fastupdate = off);
CREATE INDEX public_entry_words ON public_entry USING gin (words) WITH (fastupdate = off);
CREATE INDEX public_entry_standing ON public_entry (standing DESC, name);
ALTER TABLE public_entry ALTER COLUMN words SET STATISTICS 400;
CREATE INDEX public_entry_server_id ON public_entry (server_id);

-- The words of names and titles, to find the one that was meant by a misspelt one.
CREATE TABLE public_word (
  word    text    COLLATE "C" PRIMARY KEY,
  servers integer NOT NULL
);
CREATE INDEX public_word_trigrams ON public_word USING gin (word gin_trgm_ops);

CREATE TABLE private_server (
  organisation text NOT NULL,
  LIKE public_server INCLUDING DEFAULTS INCLUDING IDENTITY,
  PRIMARY KEY (id),
  UNIQUE (organisation, name, version),
  UNIQUE (organisation, id)
);

CREATE TABLE private_entry (
  organisation text NOT NULL,
  LIKE public_entry INCLUDING DEFAULTS,
  PRIMARY KEY (organisation, name),
  FOREIGN KEY (organisation, server_id) REFERENCES private_server (organisation, id) ON DELETE CASCADE
);
CREATE INDEX private_entry_server_id ON private_entry (server_id);

-- Where public servers come from: other registries, files, the start catalogue. The cursor is where a run that was cut off
-- goes on; the watermark is what the next run asks for the changes since.
CREATE TABLE catalogue_source (
  name           text        PRIMARY KEY,
  cursor         text,
  since          timestamptz,
  newest         timestamptz,
  pages          integer     NOT NULL DEFAULT 0,
  taken          bigint      NOT NULL DEFAULT 0,
  refused        bigint      NOT NULL DEFAULT 0,
  refusals       text        NOT NULL DEFAULT '[]',
  fingerprint    text,
  failures       integer     NOT NULL DEFAULT 0,
  failure        text,
  due_at         timestamptz NOT NULL DEFAULT now(),
  leased_until   timestamptz,
  lease          bigint      NOT NULL DEFAULT 0,
  completed_at   timestamptz
);

CALL protect_by_organisation('private_server');
CALL protect_by_organisation('private_entry');

GRANT SELECT, INSERT, UPDATE, DELETE
  ON public_server, public_entry, public_word, private_server, private_entry, catalogue_source
  TO ${app_role};
