import type { DayRange } from '../../src/lib/day';

/** A question to one of Ocean Engine's free reports: by what (`dimensions`), which numbers (`metrics`), of which things (`filters`). */
export interface OceanReport {
  readonly advertiserId: string;
  readonly topic: string;
  readonly dimensions: readonly string[];
  readonly metrics: readonly string[];
  readonly filters?: readonly { readonly field: string; readonly values: readonly string[] }[];
  readonly window: DayRange;
  readonly orderBy: { readonly field: string; readonly type: 'ASC' | 1 };
  readonly page?: number;
  readonly pageSize: number;
}

/** A filter's value was typed in, and the field is one of several values. */
const TYPED_IN = 2;
const ONE_OF = 7;

/** The address of a free report's page. Lists are JSON in the query; none may be left out, empty ones are sent as `[]`. */
export function reportUrl(endpoint: string, report: OceanReport): string {
  const { advertiserId, topic, dimensions, metrics, filters = [], window, orderBy, page = 1, pageSize } = report;
  const query = new URLSearchParams({
    advertiser_id: advertiserId,
    data_topic: topic,
    dimensions: JSON.stringify(dimensions),
    metrics: JSON.stringify(metrics.filter((name) => name !== '')),
    filters: JSON.stringify(filters.map((filter) => ({ ...filter, type: TYPED_IN, operator: ONE_OF }))),
    start_time: `${window.from} 00:00:00`,
    end_time: `${window.to} 23:59:59`,
    order_by: JSON.stringify([orderBy]),
    page: String(page),
    page_size: String(pageSize),
  });
  return `${endpoint}?${query}`;
}
