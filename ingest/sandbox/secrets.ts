/** The credentials that the sandbox takes. They open nothing but the sandbox. */
export const SECRETS = {
  clientId: 'sandbox-client.apps.example',
  clientSecret: 'sandbox-client-secret',
  refreshToken: '1//sandbox-refresh-token',
  developerToken: 'sandbox-developer-token',
  metaToken: 'EAASandboxToken',
  mastodonToken: 'sandbox-mastodon-token',
  shopifyToken: 'shpat_sandbox',
} as const;

/** What a source needs to get its tokens from the sandbox's Google. */
export const GOOGLE_TOKEN = {
  addresses: (url: string) => ({ tokenUrl: `${url}/oauth2/token` }),
  secrets: { clientId: SECRETS.clientId, clientSecret: SECRETS.clientSecret, refreshToken: SECRETS.refreshToken },
};
