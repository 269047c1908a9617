/**
 * Where a page continues, as the opaque text of a next link: base64url JSON. It is data, not trust: whoever changes it
 * gets other rows of the same answer, nothing that the own credentials would not show anyway.
 */
import { z } from 'zod';
import { ODataError } from '../errors/odata-error.ts';
import { parseDay, parseInstant } from '../model/instant.ts';
import type { Value } from '../model/values.ts';
import type { Position } from '../source/source.ts';
import { isDeeperThan } from '../util/nesting.ts';

const VERSION = 2;
/** Characters of a token at most, so that next links stay within what clients and proxies pass on. */
export const LONGEST_SKIPTOKEN = 4096;
/** Characters of a point in time as this service writes it. */
const LONGEST_INSTANT = 40;
/** Characters of what tells the entities that a filter leads to. */
const LONGEST_FOUND = 32;
/** Characters of what tells the properties of entities. */
const LONGEST_SHAPE = 64;
/** Objects and lists within one another: deeper than the values of any source. */
const MAX_DEPTH = 50;

const value: z.ZodType<Value> = z.json();
const values = z.array(value).readonly();
const position: z.ZodType<Position> = z.record(z.string(), value).readonly();
const naturalNumber = z.int().nonnegative();

const day = z.string().refine((text) => text.length === 10 && parseDay(text) !== null);

const pageState = z.strictObject({
  /** Where the source continues, or where it begins for every page of a sorted answer; absent: at its beginning. */
  position: position.optional(),
  /** Sort values of the last entity shown, where the answer is sorted here and they are short enough. */
  sortValues: values.optional(),
  /** Key of the last entity shown, where the answer is sorted here. */
  key: values.optional(),
  /** Matching entities still to pass over. */
  skip: naturalNumber,
  /** Entities still to show, where `$top` bounds them. */
  take: naturalNumber.optional(),
  /** `$count=true`: entities that match in all. */
  count: naturalNumber.optional(),
  /** What `now()` is for the whole answer, where the query asks for it: its first page's. */
  now: z
    .string()
    .max(LONGEST_INSTANT)
    .refine((text) => parseInstant(text) !== null)
    .optional(),
  /** The days of the service root's period, where it has one. */
  days: z.strictObject({ from: day.optional(), to: day.optional() }).readonly().optional(),
  /** Tells what the filter's semi-joins found, where it has some. */
  found: z.string().max(LONGEST_FOUND).optional(),
  /** Tells the properties that the answer's entities have, where they may change. */
  shape: z.string().max(LONGEST_SHAPE).optional(),
  /** The page size the client asked for with the first page. */
  pageSize: z.int().positive().optional(),
});

/** Where a page begins, just as its token says it. */
export type PageState = Readonly<z.infer<typeof pageState>>;

const tokenSchema = z.strictObject({ v: z.literal(VERSION), f: z.string(), ...pageState.shape });

/** The token of a page of the query with this fingerprint. */
export function encodeSkiptoken(state: PageState, fingerprint: string): string {
  const text = encode(state, fingerprint);
  if (text.length <= LONGEST_SKIPTOKEN) return text;
  // Long texts to sort by are read again from the entity with the key.
  const { sortValues: _, ...short } = state;
  const shortText = encode(short, fingerprint);
  if (shortText.length > LONGEST_SKIPTOKEN)
    throw new Error(`The position of the source is too long: ${shortText.length}`);
  return shortText;
}

const encode = (state: PageState, fingerprint: string): string =>
  Buffer.from(JSON.stringify({ v: VERSION, f: fingerprint, ...state })).toString('base64url');

/** Throws InvalidSkiptoken for what is no token of ours, SkiptokenMismatch for one of another query. */
export function decodeSkiptoken(text: string, fingerprint: string): PageState {
  const token = tokenSchema.safeParse(text.length > LONGEST_SKIPTOKEN ? undefined : parseJson(text)).data;
  if (token === undefined) throw ODataError.of('InvalidSkiptoken', {}, { target: '$skiptoken' });
  const { v: _version, f, ...state } = token;
  if (f !== fingerprint) throw ODataError.of('SkiptokenMismatch', {}, { target: '$skiptoken' });
  return state;
}

function parseJson(base64url: string): unknown {
  const bytes = Buffer.from(base64url, 'base64url');
  if (bytes.toString('base64url') !== base64url) return undefined;
  try {
    const token: unknown = JSON.parse(bytes.toString('utf8'));
    return isDeeperThan(token, MAX_DEPTH) ? undefined : token;
  } catch {
    return undefined;
  }
}
