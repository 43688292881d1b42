/** How many users saw more than one arm, and whether that is too many to believe the result. */
export interface MultipleExposures {
  readonly share: number;
  readonly ok: boolean;
}

/**
 * Judges `multiple` users who saw several arms among `users` in all, each counted once for the whole experiment and not once a slice. Too many are a
 * share above `mostShare` from `least` of them on: a handful in a small experiment is nothing. Null without users.
 */
export function multipleExposures(multiple: number, users: number, { mostShare = 0.01, least = 10 } = {}): MultipleExposures | null {
  if (!(users > 0)) return null;
  const share = multiple / users;
  return { share, ok: multiple < least || share <= mostShare };
}
