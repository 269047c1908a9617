/** Where reading goes on: one schema is the type, the check and, but for the anchors that stay here, the JSON. */
import { z } from 'zod';
import { ODataError } from '../../errors/odata-error.ts';
import type { Position } from '../../source/source.ts';
import { MAX_ID_LENGTH } from '../model/decode-record.ts';
import { extractProgress, MAX_PARTS, wholeNumber } from './extract-progress.ts';

/** IDs kept to find a place again: more than a few rows have to vanish at once to lose it. */
export const MAX_ANCHORS = 64;
/** IDs that travel in a skiptoken: enough to survive deletions, few enough for a URL. */
export const TRAVELLING_ANCHORS = 8;
/** Bytes of JSON that they may take together, but for the first. */
const TRAVELLING_BYTES = 640;

const tieStart = z.strictObject({
  offset: wholeNumber,
  /** The group itself. */
  last: wholeNumber,
  /** The group in front of it; absent where the list begins with it. */
  before: wholeNumber.optional(),
});

const anchoredOffset = z
  .strictObject({
    /** Of several lists that are read one after the other, which it is. */
    part: wholeNumber.max(MAX_PARTS - 1),
    offset: wholeNumber,
    anchors: z.array(z.string().min(1).max(MAX_ID_LENGTH)).max(TRAVELLING_ANCHORS).readonly(),
    /** Where the last rows in front of it are equal in the order of the list, as far as that matters. */
    tie: tieStart.readonly().optional(),
  })
  .readonly()
  .refine(({ offset, tie }) => tie === undefined || tie.offset <= offset);

const listPosition = z
  .strictObject({
    /** Whose list it is in: the account's own, one that it manages, or the company's; absent where there is no choice. */
    own: z.union([z.boolean(), z.literal('managed')]).optional(),
    /** The first day of what is gathered by days, where the request does not say it. */
    since: z.iso.date().optional(),
    /** Absent: the beginning. */
    place: anchoredOffset.optional(),
    /** The page of an extract that it ends, how many rows of that were read, and how far the extract is. */
    extract: z.strictObject({ page: z.string(), rows: wholeNumber, progress: extractProgress }).readonly().optional(),
  })
  .readonly()
  .refine(({ place, extract }) => place !== undefined || extract === undefined);

/** The beginning of the last group of equal rows in front of a place. */
export type TieStart = NonNullable<AnchoredOffset['tie']>;

/**
 * A place between two rows of a list that changes while it is read: how many rows were before it, and the IDs of the
 * last ones, nearest first. The number is where to look, the IDs tell whether it is still right.
 */
export type AnchoredOffset = z.infer<typeof anchoredOffset>;

/** All that a next link says of where reading goes on. */
export type ListPosition = z.infer<typeof listPosition>;

export const beginning: AnchoredOffset = { part: 0, offset: 0, anchors: [] };

/** The position as the engine carries it. */
export const encodePosition = ({ place, ...rest }: ListPosition): Position => ({
  ...rest,
  place: place && { ...place, anchors: travelling(place.anchors) },
});

/**
 * What a position says; the beginning where there is none.
 * @throws InvalidSkiptoken where it was not made by `encodePosition`.
 */
export function decodePosition(position: Position = {}): ListPosition {
  const { data } = listPosition.safeParse(position);
  if (data === undefined) throw ODataError.of('InvalidSkiptoken', {});
  return data;
}

/** As many of the nearest anchors as there is room for, and always the first. */
function travelling(anchors: readonly string[]): readonly string[] {
  const nearest = anchors.slice(0, TRAVELLING_ANCHORS);
  let bytes = 0;
  const tooMany = nearest.findIndex((id, index) => {
    bytes += Buffer.byteLength(JSON.stringify(id));
    return index > 0 && bytes > TRAVELLING_BYTES;
  });
  return tooMany === -1 ? nearest : nearest.slice(0, tooMany);
}
