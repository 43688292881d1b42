import { z } from 'zod';
import { addDays, type Day } from '../../src/lib/day';
import type { Json } from '../../src/lib/lossless-json';
import type { HttpRequest, Page, PullContext } from '../connector';
import { Fatal } from '../errors';
import { beijingInstant } from '../record/beijing-time';
import { idText } from '../record/id-text';
import { numberAfter } from '../record/numbered-page';

/** A room as the platform lists it. Times are Beijing's, and so is the day on which it began. */
export const room = z.looseObject({
  room_id: idText,
  room_title: z.string(),
  start_time: z.string().refine((text) => beijingInstant(text) !== null, 'expected a time such as 2026-11-06 20:05:00'),
});

/** Where a walk stands after a request: on a day's list (`rooms` is empty), or at the first of the listed rooms. */
const place = z.object({ day: z.string(), list: z.int(), moreLists: z.boolean(), rooms: z.array(z.looseObject({})) });
type Place = z.infer<typeof place>;

/** How rooms are asked about, and how many at once. */
export interface RoomWalk<C> {
  readonly atOnce: number;
  list(context: PullContext<C>, day: Day, page: number): HttpRequest;
  visit(context: PullContext<C>, rooms: readonly ListedRoom[]): HttpRequest;
}

/** A listed room with everything that the list said of it. */
export type ListedRoom = z.infer<typeof room>;

/** The first request: the rooms of the window's first day. The platform lists them day by day. */
export function firstList<C>(walk: RoomWalk<C>, context: PullContext<C>): HttpRequest {
  return listed(walk, context, context.window.from, 1);
}

/** The request after a page: the rest of a room's pages, the next rooms of the list, the list's next page, the next day's list; null after the window. */
export function nextInWalk<C>(walk: RoomWalk<C>, page: Page, context: PullContext<C>): HttpRequest | null {
  const at = placeOf(page);
  if (at.rooms.length > 0) {
    // Rooms that are asked about at once have a row each, and no more of them than a page holds.
    const number = walk.atOnce === 1 ? numberAfter(page) : null;
    if (number !== null) return numbered(page, number);
    return visited(walk, context, at, at.rooms.slice(walk.atOnce) as ListedRoom[]);
  }
  const rooms = readable(entriesOf(page));
  return visited(walk, context, { ...at, moreLists: numberAfter(page) !== null }, rooms);
}

/** The rooms that a page is about; none on a list. */
export function roomsOf(page: Page, atOnce: number): ListedRoom[] {
  return placeOf(page).rooms.slice(0, atOnce) as ListedRoom[];
}

/** What a list holds beside rooms: entries that cannot be read as one, to be refused in a record's place. */
export function unreadableRooms(page: Page): unknown[] {
  return placeOf(page).rooms.length > 0 ? [] : entriesOf(page).filter((entry) => !room.safeParse(entry).success);
}

function visited<C>(walk: RoomWalk<C>, context: PullContext<C>, at: Place, rooms: ListedRoom[]): HttpRequest | null {
  if (rooms.length > 0) return stated(walk.visit(context, rooms.slice(0, walk.atOnce)), { ...at, rooms });
  if (at.moreLists) return listed(walk, context, at.day, at.list + 1);
  const tomorrow = addDays(at.day, 1);
  return tomorrow > context.window.to ? null : listed(walk, context, tomorrow, 1);
}

function listed<C>(walk: RoomWalk<C>, context: PullContext<C>, day: Day, list: number): HttpRequest {
  return stated(walk.list(context, day, list), { day, list, moreLists: false, rooms: [] });
}

function stated(request: HttpRequest, state: Place): HttpRequest {
  return { ...request, state: state as Json };
}

function numbered(page: Page, number: number): HttpRequest {
  const url = new URL(page.request.url);
  url.searchParams.set('page', String(number));
  return { ...page.request, url: url.toString() };
}

function placeOf({ request }: Page): Place {
  return place.parse(request.state);
}

const lists = z.looseObject({ data: z.looseObject({ room_list: z.array(z.unknown()).nullish() }) });

function entriesOf(page: Page): unknown[] {
  const parsed = lists.safeParse(page.json());
  if (!parsed.success)
    throw new Fatal(`qianchuan: the rooms answered ${page.text().slice(0, 80)}; expected {"data": {"room_list": [...]}}`);
  return parsed.data.data.room_list ?? [];
}

/** Rooms once each, however often the list has them. */
function readable(entries: readonly unknown[]): ListedRoom[] {
  const found = new Map<string, ListedRoom>();
  for (const entry of entries) {
    const parsed = room.safeParse(entry);
    if (parsed.success) found.set(parsed.data.room_id, parsed.data);
  }
  return [...found.values()];
}
