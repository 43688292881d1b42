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
