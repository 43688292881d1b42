/**
 * Whether a campaign's key or name fits the pattern as a whole: `*` stands for any run of characters, letter case makes no difference.
 * Everything else in the pattern stands for itself.
 */
export function matchesCampaign(pattern: string, campaign: { readonly key: string; readonly name: string }): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const expression = new RegExp(`^${source.join('.*')}$`, 'isu');
  return expression.test(campaign.key) || expression.test(campaign.name);
}
