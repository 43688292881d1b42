import { keyWithin } from '../../src/metrics/member-metrics';
import type { Subject } from '../metrics/MetricSet';

/** A livestream as the subject of a metric set: its id is its platform's own. */
export function livestreamSubject({ platform, session }: { readonly platform: string; readonly session: string }): Subject {
  return { dimension: 'LIVESTREAM', within: 'PLATFORM', key: keyWithin(platform, session) };
}
