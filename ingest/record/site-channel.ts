const CHANNELS: Record<string, string> = {
  display: 'paid_display',
  affiliates: 'affiliate',
  cross_network: 'paid_performance_max',
  mobile_push_notifications: 'push',
};

/**
 * The channel of a default channel group of Google Analytics: `paid_search`, `organic_social`, `direct`, …; a group of the property's own under its
 * own name, `other` where Google put groups together, '' where it knows none.
 */
export function siteChannel(group: string): string {
  if (group === '(not set)') return '';
  const words = group
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '');
  return CHANNELS[words] ?? words;
}
