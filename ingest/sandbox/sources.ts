import { SECRETS } from './secrets';
import { FEEDS } from './world/articles';
import { OWN_BRANDS, WORLD_BRANDS } from './world/brands';
import { AD_ACCOUNTS, MANAGER_ID } from './world/campaigns';

/** What a source row needs to pull one account of the sandbox. `mount` is where its platform is, below the sandbox's address. */
export interface SandboxSource {
  readonly key: string;
  readonly name: string;
  readonly connector: string;
  readonly mount: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly brand?: string;
  readonly timeZone: string;
  readonly currency?: string;
}

const { clientId, clientSecret, refreshToken, developerToken, metaToken, mastodonToken, shopifyToken } = SECRETS;
const OAUTH: Readonly<Record<string, string>> = { clientId, clientSecret, refreshToken };
const GOOGLE_ADS: Readonly<Record<string, string>> = { ...OAUTH, developerToken };

const ADS: readonly SandboxSource[] = AD_ACCOUNTS.map(({ platform, id, name, brand }) => {
  const google = platform === 'google-ads';
  return {
    key: `${platform}-${brand.key}`,
    name,
    connector: platform,
    mount: `/${platform}`,
    config: google ? { customerIds: [id], loginCustomerId: MANAGER_ID } : { accountIds: [id] },
    secrets: google ? GOOGLE_ADS : { accessToken: metaToken },
    brand: brand.key,
    timeZone: brand.timeZone,
    currency: brand.currency,
  };
});

const SEARCH: readonly SandboxSource[] = OWN_BRANDS.map((brand) => ({
  key: `search-console-${brand.key}`,
  name: `${brand.names.en} search`,
  connector: 'search-console',
  mount: '/search-console',
  config: { sites: [brand.site] },
  secrets: OAUTH,
  brand: brand.key,
  timeZone: 'America/Los_Angeles',
}));

const SHOPS: readonly SandboxSource[] = OWN_BRANDS.map((brand) => ({
  key: `shopify-${brand.key}`,
  name: `${brand.names.en} shop`,
  connector: 'shopify',
  mount: `/shopify/${brand.key}`,
  config: { ordersPerPage: 250 },
  secrets: { accessToken: shopifyToken },
  brand: brand.key,
  timeZone: brand.timeZone,
  currency: brand.currency,
}));

/** One source for each account of the sandbox, without addresses: those are known once it runs, see {@link sandboxSources}. */
export const SANDBOX_SOURCES: readonly SandboxSource[] = [
  ...ADS,
  ...SEARCH,
  ...SHOPS,
  {
    key: 'mastodon',
    name: 'Mastodon hashtags',
    connector: 'mastodon',
    mount: '/mastodon',
    config: { hashtags: [...new Set(WORLD_BRANDS.flatMap((brand) => brand.hashtags))] },
    secrets: { accessToken: mastodonToken },
    timeZone: 'UTC',
  },
  {
    key: 'feeds',
    name: 'News and blogs',
    connector: 'feed',
    mount: '/feeds',
    config: { feeds: [...FEEDS] },
    secrets: {},
    timeZone: 'UTC',
  },
  { key: 'ecb', name: 'Euro reference rates', connector: 'ecb-rates', mount: '/ecb', config: {}, secrets: {}, timeZone: 'Europe/Berlin' },
];

/** {@link SANDBOX_SOURCES} for the sandbox at this address: `config.baseUrl` is the platform's, `config.tokenUrl` that of the OAuth server where it has one. */
export function sandboxSources(url: string): SandboxSource[] {
  return SANDBOX_SOURCES.map((source) => ({
    ...source,
    config: {
      ...source.config,
      baseUrl: url + source.mount,
      ...('refreshToken' in source.secrets ? { tokenUrl: `${url}/oauth2/token` } : {}),
    },
  }));
}
