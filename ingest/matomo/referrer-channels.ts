/** What Matomo's types of referrers are called here; the others (`direct`, `campaign`) are called the same. */
export const CHANNELS: Readonly<Record<string, string>> = {
  search: 'organic_search',
  website: 'referral',
  social: 'organic_social',
  ai: 'ai_assistant',
};
