import { connector } from '../connector';
import { pushSettings } from '../push/push-settings';

/** Records that webhooks and scripts push to `POST /ingest/…`; nothing is pulled. The manual is docs/push.md. */
export default connector({
  name: 'push',
  label: 'Pushed records',
  schedule: '',
  auth: { kind: 'none' },
  secrets: ['signingKey'],
  optionalSecrets: ['previousSigningKey'],
  rateLimit: { requests: 1, perSeconds: 1 },
  historyDays: 0,
  timeZone: 'UTC',
  config: pushSettings,
  streams: [],
});
