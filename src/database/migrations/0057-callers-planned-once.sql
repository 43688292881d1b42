-- Who calls is asked before every answer, and by few keys at once: one plan is good for all of them, and making one took longer than finding who calls.
ALTER FUNCTION hub.find_callers(bytea[], text[]) SET plan_cache_mode = 'force_generic_plan';
