const DEVICES: Record<string, string> = {
  mobile: 'mobile',
  high_end_mobile: 'mobile',
  tablet: 'tablet',
  desktop: 'desktop',
  connected_tv: 'tv',
  'smart tv': 'tv',
  '(not set)': '',
};

/** What the hub calls a device: `mobile`, `tablet`, `desktop`, `tv`, `other`, or '' where the platform does not say. */
export function deviceName(platformName: string | undefined): string {
  if (!platformName) return '';
  return DEVICES[platformName.toLowerCase()] ?? 'other';
}
