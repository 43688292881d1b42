-- Mentions are found however their Han characters are written: a word of traditional characters in texts of simplified ones, and the other way round.

-- As before, with `forms`: groups of characters that stand for one another. Each pair is any writing of it.
CREATE FUNCTION hub.search_query(said text, forms text[]) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  run text;
  written text[];
  found tsquery := plainto_tsquery('pg_catalog.simple', regexp_replace(said, '[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff0f]+', ' ', 'g'));
BEGIN
  FOR run IN SELECT r[1] FROM regexp_matches(said, '[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+', 'g') r LOOP
    written := ARRAY(
      SELECT coalesce((SELECT f FROM unnest(forms) f WHERE strpos(f, sign) > 0 LIMIT 1), sign)
      FROM unnest(string_to_array(run, NULL)) WITH ORDINALITY s(sign, place) ORDER BY place);
    IF length(run) = 1 THEN
      found := found && (SELECT string_agg(quote_literal(a) || ':*', ' | ') FROM unnest(string_to_array(written[1], NULL)) a)::tsquery;
    END IF;
    FOR i IN 1..length(run) - 1 LOOP
      found := found && (
        SELECT string_agg(quote_literal(a || b), ' | ')
        FROM unnest(string_to_array(written[i], NULL)) a, unnest(string_to_array(written[i + 1], NULL)) b)::tsquery;
    END LOOP;
  END LOOP;
  RETURN CASE WHEN numnode(found) > 0 THEN found END;
END $$;

DROP FUNCTION hub.find_mentions(text, text[], text[], text[], date, date, date, timestamptz, bigint, boolean, integer);
DROP FUNCTION hub.search_query(text);

-- Mentions of the session's workspace after a place in their order; null asks for nothing. `total`, where they are `counted`: how many there are from that place on.
-- Planned for each question by itself: a rare word and a common one are found in different ways.
CREATE FUNCTION hub.find_mentions(search text, forms text[], brands text[], sentiments text[], languages text[], from_day date, to_day date,
  after_day date, after_instant timestamptz, after_row bigint, counted boolean, most integer)
RETURNS TABLE (row_id bigint, day date, published_at timestamptz, brand_id integer, platform text, kind text, channel text, language text, sentiment text,
  author text, url text, text text, engagements bigint, views bigint, total bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_variable
DECLARE
  workspace integer := nullif(current_setting('hub.workspace', true), '')::integer;
  words tsquery := hub.search_query(search, forms);
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
REVOKE ALL ON FUNCTION hub.find_mentions(text, text[], text[], text[], text[], date, date, date, timestamptz, bigint, boolean, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.find_mentions(text, text[], text[], text[], text[], date, date, date, timestamptz, bigint, boolean, integer) TO brandhub_app;
