/** The JSON text that stands in the place of a record whose content had to go. */
export const TOMBSTONE = '{"redacted":true}';
