-- Words are looked up in their index, or the days are walked until a page is full, whichever is estimated to be less work. The planner takes both for work of one kind: it counts the making of a text's
-- words for each row of the index, too, where it is not done, and took neither where a word is common and had to be counted.

CREATE OR REPLACE FUNCTION hub.find_mentions(search text, forms text[], brands text[], sentiments text[], languages text[], from_day date, to_day date,
  after_day date, after_instant timestamptz, after_row bigint, counted boolean, most integer)
RETURNS TABLE (row_id bigint, day date, published_at timestamptz, brand_id integer, platform text, kind text, channel text, language text, sentiment text,
  author text, url text, text text, engagements bigint, views bigint, total bigint)
-- Not stable, which nothing may be that asks for an estimate: whoever asks twice does so within one snapshot.
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan
-- Named here so that what is set below ends with the call.
SET enable_seqscan = on SET enable_indexscan = on SET enable_bitmapscan = on AS $$
#variable_conflict use_variable
DECLARE
  workspace integer := nullif(current_setting('hub.workspace', true), '')::integer;
  words tsquery := hub.search_query(search, forms);
  ids integer[];
  days date[];
  instants timestamptz[];
  row_ids bigint[];
  found bigint;
  plan json;
  rows_estimated float8;
  having_words float8;
BEGIN
  IF workspace IS NULL OR (search IS NOT NULL AND words IS NULL) THEN
    RETURN;
  END IF;
  IF brands IS NOT NULL THEN
    ids := ARRAY(SELECT b.id FROM hub.brand b WHERE b.workspace_id = workspace AND b.key = ANY (brands));
  END IF;
  IF words IS NOT NULL THEN
    PERFORM set_config('enable_seqscan', 'off', true);
    IF counted THEN
      PERFORM set_config('enable_indexscan', 'off', true);
    ELSE
      SELECT greatest(sum(c.reltuples), 1) INTO rows_estimated FROM pg_partition_tree('fact.mention') p JOIN pg_class c ON c.oid = p.relid WHERE p.isleaf;
      EXECUTE 'EXPLAIN (FORMAT JSON) SELECT FROM fact.mention f WHERE hub.search_terms(f.text) @@ $1' INTO plan USING words;
      having_words := greatest((plan->0->'Plan'->>'Plan Rows')::float8, 1);
      -- The words of a text are made in the time in which ten rows are read that the index has found.
      IF most * rows_estimated / having_words * 10 < having_words THEN
        PERFORM set_config('enable_bitmapscan', 'off', true);
      ELSE
        PERFORM set_config('enable_indexscan', 'off', true);
      END IF;
    END IF;
  END IF;
  SELECT array_agg(n.day), array_agg(n.instant), array_agg(n.id), max(n.total) INTO days, instants, row_ids, found
  FROM (
    SELECT f.day, coalesce(f.published_at, '-infinity') AS instant, f.row_id AS id, CASE WHEN counted THEN count(*) OVER () END AS total
    FROM fact.mention f
    WHERE f.workspace_id = workspace
      AND (words IS NULL OR hub.search_terms(f.text) @@ words)
      -- By the index of words where there are some, else by that of days.
      AND (ids IS NULL OR CASE WHEN words IS NULL THEN f.brand_id = ANY (ids) ELSE ARRAY[f.brand_id] && ids END)
      AND (sentiments IS NULL OR f.sentiment = ANY (sentiments))
      AND (languages IS NULL OR f.language = ANY (languages))
      AND (from_day IS NULL OR f.day >= from_day)
      AND (to_day IS NULL OR f.day <= to_day)
      AND (after_row IS NULL OR (f.day, coalesce(f.published_at, '-infinity'), f.row_id) < (after_day, after_instant, after_row))
    ORDER BY f.day DESC, coalesce(f.published_at, '-infinity') DESC, f.row_id DESC
    LIMIT most
  ) n;
  PERFORM set_config('enable_indexscan', 'on', true);
  RETURN QUERY
  SELECT f.row_id, f.day, f.published_at, f.brand_id, f.platform, f.kind, f.channel, f.language, f.sentiment, f.author, f.url, f.text, f.engagements, f.views, found
  FROM unnest(days, instants, row_ids) WITH ORDINALITY n (day, instant, id, place)
  JOIN fact.mention f ON f.workspace_id = workspace AND f.day = n.day AND coalesce(f.published_at, '-infinity') = n.instant AND f.row_id = n.id
    -- They are ordered: the months in which none was found are not even planned for.
    AND f.day <= days[1] AND f.day >= days[cardinality(days)]
  ORDER BY n.place;
END $$;
