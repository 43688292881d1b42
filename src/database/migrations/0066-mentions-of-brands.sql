-- A page of mentions is found by what orders it, and only then read: to count those that are found, all of them were carried along with their texts. And the index of words knows the brands:
-- those of the others that have the words were read only to be left out.

DROP INDEX fact.mention_terms;
CREATE INDEX mention_terms ON fact.mention USING gin (hub.search_terms(text), (ARRAY[brand_id]));

CREATE OR REPLACE FUNCTION hub.find_mentions(search text, forms text[], brands text[], sentiments text[], languages text[], from_day date, to_day date,
  after_day date, after_instant timestamptz, after_row bigint, counted boolean, most integer)
RETURNS TABLE (row_id bigint, day date, published_at timestamptz, brand_id integer, platform text, kind text, channel text, language text, sentiment text,
  author text, url text, text text, engagements bigint, views bigint, total bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_variable
DECLARE
  workspace integer := nullif(current_setting('hub.workspace', true), '')::integer;
  words tsquery := hub.search_query(search, forms);
  ids integer[];
  days date[];
  instants timestamptz[];
  row_ids bigint[];
  found bigint;
BEGIN
  IF workspace IS NULL OR (search IS NOT NULL AND words IS NULL) THEN
    RETURN;
  END IF;
  IF brands IS NOT NULL THEN
    ids := ARRAY(SELECT b.id FROM hub.brand b WHERE b.workspace_id = workspace AND b.key = ANY (brands));
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
  RETURN QUERY
  SELECT f.row_id, f.day, f.published_at, f.brand_id, f.platform, f.kind, f.channel, f.language, f.sentiment, f.author, f.url, f.text, f.engagements, f.views, found
  FROM unnest(days, instants, row_ids) WITH ORDINALITY n (day, instant, id, place)
  JOIN fact.mention f ON f.workspace_id = workspace AND f.day = n.day AND coalesce(f.published_at, '-infinity') = n.instant AND f.row_id = n.id
    -- They are ordered: the months in which none was found are not even planned for.
    AND f.day <= days[1] AND f.day >= days[cardinality(days)]
  ORDER BY n.place;
END $$;
