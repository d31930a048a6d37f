-- What of a gateway's tools is in the catalogue: parts that are as they were are not published again. None is known yet.
ALTER TABLE gateway ADD COLUMN published_parts text NOT NULL DEFAULT '{"revision": 0, "parts": []}';
