import { ODataError } from '../../errors/odata-error.ts';
import type { Position } from '../../source/source.ts';
import { MAX_ID_LENGTH } from '../model/decode-record.ts';
import type { TieStart } from './tie-groups.ts';

/**
 * A place between two rows of a list that changes while it is read: how many rows were before it, and the IDs of the
 * last ones, nearest first. The number is where to look, the IDs tell whether it is still right. Where several lists
 * are read one after the other, `part` says which of them it is.
 */
export interface Place {
  readonly part: number;
  readonly offset: number;
  readonly anchors: readonly string[];
  /** Where the last rows in front of it are equal in the order of the list, as far as that is looked at. */
  readonly tie?: TieStart;
}

export const beginning: Place = { part: 0, offset: 0, anchors: [] };

/** Lists that are read one after the other at most. */
export const MAX_PARTS = 8;

/** IDs kept to find a place again: more than a few rows have to vanish at once to lose it. */
export const MAX_ANCHORS = 64;

/** IDs that travel in a skiptoken: enough to survive deletions, few enough for a URL. */
export const TRAVELLING_ANCHORS = 8;
/** Bytes of JSON that they may take together, but for the first. */
const TRAVELLING_BYTES = 640;

/** The place as the engine carries it. */
export const toPosition = ({ part, offset, anchors, tie }: Place): Position => ({
  ...(part > 0 && { part }),
  at: offset,
  ids: travelling(anchors),
  ...(tie !== undefined && { tie: [tie.offset, tie.last, ...(tie.before === undefined ? [] : [tie.before])] }),
});

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

/**
 * The place a position stands for.
 * @throws InvalidSkiptoken where it was not made by `toPosition`.
 */
export function fromPosition(position: Position): Place {
  const { part = 0, at, ids, tie, ...rest } = position;
  const valid =
    isWhole(part) &&
    part < MAX_PARTS &&
    isWhole(at) &&
    Array.isArray(ids) &&
    ids.length <= TRAVELLING_ANCHORS &&
    (tie === undefined || (isTie(tie) && (tie[0] ?? 0) <= at)) &&
    Object.keys(rest).length === 0;
  const anchors = valid ? ids.filter(isId) : [];
  if (!valid || anchors.length !== ids.length) throw ODataError.of('InvalidSkiptoken', {});
  return { part, offset: at, anchors, ...(isTie(tie) && { tie: toTie(tie) }) };
}

const isTie = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && (value.length === 2 || value.length === 3) && value.every(isWhole);

const toTie = ([offset = 0, last = 0, before]: readonly number[]): TieStart => ({
  offset,
  last,
  ...(before !== undefined && { before }),
});

/** Whether a value from outside can be a number of rows. */
export const isWhole = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const isId = (id: unknown): id is string => typeof id === 'string' && id !== '' && id.length <= MAX_ID_LENGTH;
