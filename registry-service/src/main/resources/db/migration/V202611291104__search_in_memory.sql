-- Search reads entries into memory and asks for what has changed since: by transaction, because times and sequences are
-- not in the order of commits.
ALTER TABLE public_entry ADD COLUMN changed xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE private_entry ADD COLUMN changed xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX public_entry_changed ON public_entry (changed);
CREATE INDEX private_entry_changed ON private_entry (changed);

-- What looked into the tables themselves.
DROP INDEX public_entry_name_key, public_entry_title_key, public_entry_namespace, public_entry_category,
  public_entry_names, public_entry_words;
ALTER TABLE public_entry DROP COLUMN names;
ALTER TABLE private_entry DROP COLUMN names;
ALTER TABLE public_entry ALTER COLUMN words SET STATISTICS 0;
DROP TABLE public_word;

-- A server without a category was described by the word "null".
SELECT set_config('gatehouse.organisation', '*', true);
UPDATE public_entry SET words = ts_delete(words, 'null') WHERE category IS NULL;
UPDATE private_entry SET words = ts_delete(words, 'null') WHERE category IS NULL;
