-- Mentions are listed, newest first, and found by the words in them.

-- The terms of a text's first 20,000 characters: its words and, of writing without spaces, every pair of neighbouring characters and the last one of each run.
CREATE FUNCTION hub.search_terms(said text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 400 AS $$
DECLARE
  run text;
  pairs text[] := '{}';
  start text := left(said, 20000);
BEGIN
  IF start !~ '[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]' THEN
    RETURN to_tsvector('pg_catalog.simple', start);
  END IF;
  FOR run IN SELECT r[1] FROM regexp_matches(start, '[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+', 'g') r LOOP
    FOR i IN 1..length(run) LOOP
      pairs := pairs || substr(run, i, 2);
    END LOOP;
  END LOOP;
  RETURN to_tsvector('pg_catalog.simple', regexp_replace(start, '[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff0f]+', ' ', 'g')) || array_to_tsvector(pairs);
END $$;

-- What finds the texts that have every term of `said`; null for what has none. One character alone begins a pair, or ends a run.
CREATE FUNCTION hub.search_query(said text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  run text;
  found tsquery := plainto_tsquery('pg_catalog.simple', regexp_replace(said, '[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff0f]+', ' ', 'g'));
BEGIN
  FOR run IN SELECT r[1] FROM regexp_matches(said, '[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+', 'g') r LOOP
    IF length(run) = 1 THEN
      found := found && to_tsquery('pg_catalog.simple', quote_literal(run) || ':*');
    END IF;
    FOR i IN 1..length(run) - 1 LOOP
      found := found && quote_literal(substr(run, i, 2))::tsquery;
    END LOOP;
  END LOOP;
  RETURN CASE WHEN numnode(found) > 0 THEN found END;
END $$;

CREATE INDEX mention_terms ON fact.mention USING gin (hub.search_terms(text));
CREATE INDEX mention_newest ON fact.mention (workspace_id, day, (coalesce(published_at, '-infinity')), row_id);

-- A search is no leakproof operator, so row-level security keeps the application's role from looking it up in an index. The owner looks it up, and asks for the
-- workspace by the policy's own words.
CREATE POLICY owner ON fact.mention FOR SELECT TO CURRENT_USER USING (true);

-- Mentions of the session's workspace after a place in their order; null asks for nothing. `total`, where they are `counted`: how many there are from that place on.
-- Planned for each question by itself: a rare word and a common one are found in different ways.
CREATE FUNCTION hub.find_mentions(search text, brands text[], sentiments text[], languages text[], from_day date, to_day date,
  after_day date, after_instant timestamptz, after_row bigint, counted boolean, most integer)
RETURNS TABLE (row_id bigint, day date, published_at timestamptz, brand_id integer, platform text, kind text, channel text, language text, sentiment text,
  author text, url text, text text, engagements bigint, views bigint, total bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_variable
DECLARE
  workspace integer := nullif(current_setting('hub.workspace', true), '')::integer;
  words tsquery := hub.search_query(search);
  ids integer[];
BEGIN
  IF workspace IS NULL OR (search IS NOT NULL AND words IS NULL) THEN
    RETURN;
  END IF;
  IF brands IS NOT NULL THEN
    ids := ARRAY(SELECT b.id FROM hub.brand b WHERE b.workspace_id = workspace AND b.key = ANY (brands));
  END IF;
  RETURN QUERY
  SELECT f.row_id, f.day, f.published_at, f.brand_id, f.platform, f.kind, f.channel, f.language, f.sentiment, f.author, f.url, f.text, f.engagements, f.views,
    CASE WHEN counted THEN count(*) OVER () END
  FROM fact.mention f
  WHERE f.workspace_id = workspace
    AND (words IS NULL OR hub.search_terms(f.text) @@ words)
    AND (ids IS NULL OR f.brand_id = ANY (ids))
    AND (sentiments IS NULL OR f.sentiment = ANY (sentiments))
    AND (languages IS NULL OR f.language = ANY (languages))
    AND (from_day IS NULL OR f.day >= from_day)
    AND (to_day IS NULL OR f.day <= to_day)
    AND (after_row IS NULL OR (f.day, coalesce(f.published_at, '-infinity'), f.row_id) < (after_day, after_instant, after_row))
  ORDER BY f.day DESC, coalesce(f.published_at, '-infinity') DESC, f.row_id DESC
  LIMIT most;
END $$;
REVOKE ALL ON FUNCTION hub.find_mentions(text, text[], text[], text[], date, date, date, timestamptz, bigint, boolean, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.find_mentions(text, text[], text[], text[], date, date, date, timestamptz, bigint, boolean, integer) TO brandhub_app;
