import { z } from 'zod';
import type { HttpRequest, Page } from '../connector';

const pageInfo = z.looseObject({ page: z.int(), total_page: z.int() });
const numbered = z.looseObject({ data: z.union([z.looseObject({ page_info: pageInfo }), z.looseObject({ pagination: pageInfo })]) });

/** The number of the page after this one by the answer's `data.page_info` (or `data.pagination`); null after the last, or when it does not say. */
export function numberAfter(page: Page): number | null {
  const parsed = numbered.safeParse(page.json());
  if (!parsed.success) return null;
  const { page_info: info, pagination } = parsed.data.data as Partial<Record<'page_info' | 'pagination', z.infer<typeof pageInfo>>>;
  const at = info ?? pagination;
  return at && at.page < at.total_page ? at.page + 1 : null;
}

/** The same request with the next number in its address; null after the last page. */
export function nextNumbered(page: Page): HttpRequest | null {
  const number = numberAfter(page);
  if (number === null) return null;
  const url = new URL(page.request.url);
  url.searchParams.set('page', String(number));
  return { ...page.request, url: url.toString() };
}
