-- What the hub itself reads from the text of a mention: how it is written, how it speaks and who says so, what it is about, and whose repost it is.

SELECT hub.add_fact_columns('mention', $add$
  ADD COLUMN written text,
  ADD COLUMN sentiment_by text,
  ADD COLUMN sentiment_score_micros bigint,
  ADD COLUMN topic text,
  ADD COLUMN spam text,
  ADD COLUMN cluster text,
  ADD COLUMN query_version text
$add$);

-- The names by which texts are searched for a brand: every change of them is a version, and each mention keeps the one that found it.
ALTER TABLE hub.brand ADD COLUMN query_version integer NOT NULL DEFAULT 1;
CREATE TABLE hub.brand_query (
  workspace_id integer NOT NULL,
  brand_id integer NOT NULL,
  version integer NOT NULL,
  names text[] NOT NULL,
  excludes text[] NOT NULL,
  since timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, brand_id, version)
);
ALTER TABLE hub.brand NO FORCE ROW LEVEL SECURITY;
INSERT INTO hub.brand_query (workspace_id, brand_id, version, names, excludes)
SELECT workspace_id, id, 1, ARRAY[name] || aliases || ARRAY(SELECT v FROM jsonb_each_text(names) AS n (k, v)), excludes FROM hub.brand;
ALTER TABLE hub.brand FORCE ROW LEVEL SECURITY;
SELECT hub.protect('hub.brand_query', 'SELECT, INSERT');
SELECT hub.watch('hub.brand_query');

CREATE FUNCTION hub.count_brand_query() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (NEW.name, NEW.names, NEW.aliases, NEW.excludes) IS DISTINCT FROM (OLD.name, OLD.names, OLD.aliases, OLD.excludes) THEN
    NEW.query_version := OLD.query_version + 1;
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION hub.keep_brand_query() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO hub.brand_query (workspace_id, brand_id, version, names, excludes)
  VALUES (NEW.workspace_id, NEW.id, NEW.query_version, ARRAY[NEW.name] || NEW.aliases || ARRAY(SELECT v FROM jsonb_each_text(NEW.names) AS n (k, v)), NEW.excludes)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION hub.count_brand_query(), hub.keep_brand_query() FROM PUBLIC;
CREATE TRIGGER count_brand_query BEFORE UPDATE ON hub.brand FOR EACH ROW EXECUTE FUNCTION hub.count_brand_query();
CREATE TRIGGER keep_brand_query AFTER INSERT OR UPDATE ON hub.brand FOR EACH ROW EXECUTE FUNCTION hub.keep_brand_query();

-- The texts that mentions were read from, boiled down: which are reposts of which. A text is not kept and cannot be made from this.
CREATE TABLE hub.mention_text (
  workspace_id integer NOT NULL,
  source_id integer NOT NULL,
  post text NOT NULL,
  day date NOT NULL,
  -- The same for texts that differ in nothing that counts.
  exact bigint NOT NULL,
  minima bytea NOT NULL,
  -- The first text of its kind: its platform and its post.
  cluster text NOT NULL,
  -- Where it is found in hub.mention_band: the first text of its kind, until it is too old to be repeated.
  bands bigint[],
  PRIMARY KEY (workspace_id, source_id, post)
);
CREATE INDEX mention_text_post ON hub.mention_text (workspace_id, post);
CREATE INDEX mention_text_exact ON hub.mention_text (workspace_id, exact);
CREATE INDEX mention_text_found ON hub.mention_text (workspace_id, day) WHERE bands IS NOT NULL;
SELECT hub.protect('hub.mention_text', 'SELECT, INSERT, UPDATE, DELETE');

-- Where near texts meet; of each cluster only the first text.
CREATE TABLE hub.mention_band (
  workspace_id integer NOT NULL,
  band bigint NOT NULL,
  source_id integer NOT NULL,
  post text NOT NULL,
  PRIMARY KEY (workspace_id, band, source_id, post)
);
SELECT hub.protect('hub.mention_band', 'SELECT, INSERT, DELETE');
