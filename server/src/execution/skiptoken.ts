/**
 * Where a page continues, as the opaque text of a next link: base64url JSON. It is data, not trust: whoever changes it
 * gets other rows of the same answer, nothing that the own credentials would not show anyway.
 */
import { z } from 'zod';
import { ODataError } from '../errors/odata-error.ts';
import type { Value } from '../model/values.ts';
import type { Position } from '../source/source.ts';
import { isDeeperThan } from '../util/nesting.ts';

const VERSION = 1;
/** Characters of a token at most, so that next links stay within what clients and proxies pass on. */
export const LONGEST_SKIPTOKEN = 4000;
/** Objects and lists within one another: deeper than the values of any source. */
const MAX_DEPTH = 50;

export interface PageState {
  /** Where the source continues, or where it begins for every page of a sorted answer; absent: at its beginning. */
  readonly position?: Position;
  /** Sort values of the last entity shown, where the answer is sorted here and they are short enough. */
  readonly sortValues?: readonly Value[];
  /** Key of the last entity shown, where the answer is sorted here. */
  readonly key?: readonly Value[];
  /** Matching entities still to pass over. */
  readonly skip: number;
  /** Entities still to show, where `$top` bounds them. */
  readonly take?: number;
  /** `$count=true`: entities that match in all. */
  readonly count?: number;
  /** The page size the client asked for with the first page. */
  readonly pageSize?: number;
}

const values = z.array(z.json()).readonly();
const naturalNumber = z.int().nonnegative();

const tokenSchema = z.strictObject({
  v: z.literal(VERSION),
  f: z.string(),
  p: z.record(z.string(), z.json()).optional(),
  s: naturalNumber.optional(),
  t: naturalNumber.optional(),
  c: naturalNumber.optional(),
  l: z.int().positive().optional(),
  o: values.optional(),
  k: values.optional(),
});

/** The token of a page of the query with this fingerprint. */
export function encodeSkiptoken(state: PageState, fingerprint: string): string {
  const text = encode({ ...state }, fingerprint);
  if (text.length <= LONGEST_SKIPTOKEN) return text;
  // Long texts to sort by are read again from the entity with the key.
  const { sortValues: _, ...short } = state;
  const shortText = encode(short, fingerprint);
  if (shortText.length > LONGEST_SKIPTOKEN)
    throw new Error(`The position of the source is too long: ${shortText.length}`);
  return shortText;
}

function encode(state: PageState, fingerprint: string): string {
  const token = {
    v: VERSION,
    f: fingerprint,
    p: state.position,
    s: state.skip === 0 ? undefined : state.skip,
    t: state.take,
    c: state.count,
    l: state.pageSize,
    o: state.sortValues,
    k: state.key,
  };
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

/** Throws InvalidSkiptoken for what is no token of ours, SkiptokenMismatch for one of another query. */
export function decodeSkiptoken(text: string, fingerprint: string): PageState {
  const token = tokenSchema.safeParse(text.length > LONGEST_SKIPTOKEN ? undefined : parseJson(text)).data;
  if (token === undefined) throw ODataError.of('InvalidSkiptoken', {}, { target: '$skiptoken' });
  if (token.f !== fingerprint) throw ODataError.of('SkiptokenMismatch', {}, { target: '$skiptoken' });
  return {
    skip: token.s ?? 0,
    ...(token.p !== undefined && { position: token.p }),
    ...(token.t !== undefined && { take: token.t }),
    ...(token.c !== undefined && { count: token.c }),
    ...(token.l !== undefined && { pageSize: token.l }),
    ...(token.o !== undefined && { sortValues: token.o }),
    ...(token.k !== undefined && { key: token.k }),
  };
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
