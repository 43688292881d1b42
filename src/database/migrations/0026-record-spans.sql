-- Records that lie in their page's body as they are need not be kept a second time: it is enough to know where.

-- Of each record how many bytes of the body lie between the one before and it, and how many it has: numbers in base 128, lowest digits first, zstd.
-- A promoted page has either these or the records themselves.
ALTER TABLE hub.raw_page ADD COLUMN record_spans bytea;
ALTER TABLE hub.raw_page ALTER record_spans SET STORAGE EXTERNAL;
