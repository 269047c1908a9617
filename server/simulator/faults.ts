import type { EntityName } from './records.ts';
import type { LoggedRequest } from './request-log.ts';

/** What goes wrong. Answers that are cut keep the headers (and `Content-Length`) of the whole one. */
export type FaultAction =
  /** Answer with this status instead; 429 and 503 may say `Retry-After` (seconds or HTTP date). */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfter?: number | string;
      readonly body?: StatusBody;
    }
  /** The right answer, this much later. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** Headers and the first bytes of the body (default half), then silence until the client goes away. */
  | { readonly kind: 'stall'; readonly afterBytes?: number }
  /** The connection is reset after these bytes of the body (default half); -1: before any header. */
  | { readonly kind: 'reset'; readonly afterBytes?: number }
  /** A complete answer whose JSON text is cut after these bytes (default half). */
  | { readonly kind: 'truncate'; readonly afterBytes?: number }
  /** An HTML page, as proxies and maintenance send it. */
  | { readonly kind: 'html'; readonly status: 200 | 503 }
  /** A complete answer that is no JSON, though it begins so. */
  | { readonly kind: 'garble'; readonly how: Garbling }
  /** A JSON answer of a wrong shape, see `shapes.ts`. */
  | {
      readonly kind: 'shape';
      readonly shape: WrongShape;
      readonly field?: string | undefined;
      readonly value?: unknown;
      /** JSON in place of `value`, for what no value becomes: long numbers, thousands of levels. */
      readonly json?: string;
    }
  /** Right rows, mostly, with wrong words about them, see `page-lies.ts`; `value` is what is said. */
  | { readonly kind: 'page'; readonly lie: PageLie; readonly value?: number | undefined }
  /** Rows that agree in this field come in another order in each answer. */
  | { readonly kind: 'ties'; readonly field: string }
  /** Before the answer is made, rows appear or vanish: the newest ones, in front of what was read before. */
  | { readonly kind: 'insertRows'; readonly entity: EntityName; readonly count: number }
  | { readonly kind: 'deleteRows'; readonly entity: EntityName; readonly count: number };

/**
 * What comes with a status: ClickTime's own words, or those of something on the way. `proxy`: a page of nginx's; `list`:
 * a list without rows; `emptyData`: errors beside such a list; `wordless`: no errors; `dataless`: errors alone;
 * `message`: one message alone, as ASP.NET writes it.
 */
type StatusBody = 'envelope' | 'html' | 'proxy' | 'empty' | 'list' | 'emptyData' | 'wordless' | 'dataless' | 'message';

/** Ways in which a text can begin as JSON and be none: bytes that are no UTF-8, a `NaN`, something behind the end. */
export type Garbling = 'invalidUtf8' | 'notANumber' | 'trailing';

/** Ways in which a JSON answer can be wrong. */
export type WrongShape =
  | 'dataNotArray'
  | 'dataMissing'
  | 'dataNull'
  | 'dataNullUncounted'
  | 'recordNotObject'
  | 'wrongFieldType'
  | 'missingField'
  | 'unknownField'
  /** `field` of every record is a text of `value` characters. */
  | 'longTexts'
  | 'pageMissing'
  | 'errorsInSuccess'
  | 'notAnObject';

/** Ways in which an answer can contradict itself, or what was asked. */
export type PageLie =
  /** Another number of rows in all; that of the rows on the page; another one each time. */
  | 'count'
  | 'ownCount'
  | 'wildCount'
  | 'limit'
  | 'offset'
  /** The link to the next page is an object; there is none although there is more. */
  | 'nextObject'
  | 'noNext'
  | 'noCountNorLinks'
  /** No rows on a page that should have some; and neither in the whole list. */
  | 'emptyPage'
  | 'emptyList'
  /** The first row stands in the place of the second, too. */
  | 'repeatedRow'
  | 'ignoredOffset'
  | 'ignoredLimit'
  | 'ignoredFilter'
  /** The end that is not one: the number of rows on the page, or of those up to it, as count, and no next link or no links. */
  | 'ownEnd'
  | 'ownCountAlone'
  | 'countSoFar'
  /** A next link on the last page, too; one on each page that is not empty, and no count. */
  | 'nextAlways'
  | 'nextUntilEmpty'
  /** Nothing is said, and half of the rows come. */
  | 'halfPages'
  /** Without paging: all rows each time, and truly so. */
  | 'wholeList';

/** Which requests a fault is for; all given conditions must hold. Patterns are regular expressions, case-insensitive. */
interface FaultMatch {
  /** Against the path below the base URL, e.g. `^/TimeEntries$`. */
  readonly path?: string | RegExp | undefined;
  /** Against the raw query text, e.g. `offset=500`. */
  readonly query?: string | RegExp | undefined;
  readonly caller?: LoggedRequest['caller'] | undefined;
  readonly user?: number | undefined;
}

/** A fault on demand. */
export interface Fault {
  readonly match?: FaultMatch;
  /** Matching requests that pass untouched first. Default 0. */
  readonly skip?: number;
  /** How often it fires. Default 1; Infinity: until cleared. */
  readonly times?: number;
  readonly action: FaultAction;
}

/** A fault that fired. */
interface FiredFault {
  readonly id: number;
  readonly action: FaultAction;
  readonly path: string;
  readonly query: string;
}

/** Adds and removes faults while the simulator runs. */
export interface Faults {
  /** Returns an ID for `remove`. */
  readonly add: (fault: Fault) => number;
  readonly remove: (id: number) => boolean;
  /** Removes all faults and the log of those that fired. */
  readonly clear: () => void;
  readonly pending: () => readonly (Fault & { readonly id: number; readonly left: number })[];
  readonly fired: () => readonly FiredFault[];
}

/** Faults plus the server's side of them. */
export interface FaultPlan extends Faults {
  /** The first fault for a request, counted as fired. */
  readonly take: (request: Pick<LoggedRequest, 'path' | 'query' | 'caller' | 'user'>) => FaultAction | undefined;
}

interface Armed {
  readonly id: number;
  readonly fault: Fault;
  readonly path: RegExp | undefined;
  readonly query: RegExp | undefined;
  skip: number;
  left: number;
}

const firedBound = 10_000;

function pattern(source: string | RegExp | undefined): RegExp | undefined {
  return source === undefined || source instanceof RegExp ? source : new RegExp(source, 'i');
}

/** An empty plan of faults. */
export function makeFaults(): FaultPlan {
  let armed: readonly Armed[] = [];
  let fired: FiredFault[] = [];
  let nextId = 1;

  return {
    add(fault) {
      const { path, query } = fault.match ?? {};
      const id = nextId++;
      const [skip, left] = [fault.skip ?? 0, fault.times ?? 1];
      armed = [...armed, { id, fault, path: pattern(path), query: pattern(query), skip, left }];
      return id;
    },
    remove(id) {
      const before = armed.length;
      armed = armed.filter((one) => one.id !== id);
      return armed.length < before;
    },
    clear() {
      armed = [];
      fired = [];
    },
    pending: () => armed.map(({ id, fault, left }) => ({ id, left, ...fault })),
    fired: () => fired,
    take(request) {
      if (armed.length === 0) return undefined;
      const one = armed.find((candidate) => isFor(candidate, request) && candidate.skip-- <= 0);
      if (one === undefined) return undefined;
      one.left -= 1;
      if (one.left <= 0) armed = armed.filter((other) => other !== one);
      fired.push({ id: one.id, action: one.fault.action, path: request.path, query: request.query });
      if (fired.length >= firedBound * 2) fired = fired.slice(-firedBound);
      return one.fault.action;
    },
  };
}

function isFor(one: Armed, request: Pick<LoggedRequest, 'path' | 'query' | 'caller' | 'user'>): boolean {
  const { caller, user } = one.fault.match ?? {};
  return (
    (one.path?.test(request.path) ?? true) &&
    (one.query?.test(request.query) ?? true) &&
    (caller === undefined || caller === request.caller) &&
    (user === undefined || user === request.user)
  );
}
