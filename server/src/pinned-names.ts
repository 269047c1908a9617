/** The setting that pins names of columns to definitions of custom fields. */
import type { PinnedName } from './clicktime/model/custom-columns.ts';
import { setsWithCustomFields } from './clicktime/caller-models.ts';

/** Pins at most. */
const MOST_NAMES = 500;
const PIN =
  /^(?<set>[A-Za-z]+)\/(?<id>[^=]{1,400})=CF_(?<name>[\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}]{1,100})(?<text>:String)?$/u;

/** The pins that the setting's text has, one by one. */
export const pinsIn = (text: string): readonly string[] => text.split(/[\s,]+/).filter((each) => each !== '');

/** `Jobs/ID=CF_Region`, several with commas between them; `:String` behind a name: its values are read as text. */
export const pinnedNames = (pins: readonly string[]): readonly PinnedName[] =>
  pins.flatMap((each) => {
    const { set = '', id = '', name = '', text: isText } = PIN.exec(each)?.groups ?? {};
    return id === '' ? [] : [{ set, id, name, isText: isText !== undefined }];
  });

/** What is wrong with it, as a sentence without a subject. */
export function pinnedNamesProblem(text: string): string | undefined {
  const pins = pinnedNames(pinsIn(text));
  if (pins.length < pinsIn(text).length || pins.some(({ set }) => !setsWithCustomFields.includes(set)))
    return `must be names of columns for IDs of definitions, such as Jobs/2pQ7=CF_Region, with commas between them; sets are ${setsWithCustomFields.join(', ')}`;
  if (pins.length > MOST_NAMES) return `must be ${MOST_NAMES} names at most`;
  const names = new Set(pins.map(({ set, name }) => `${set}/${name.toLowerCase()}`));
  const ids = new Set(pins.map(({ set, id }) => `${set}/${id}`));
  return names.size < pins.length || ids.size < pins.length
    ? 'must have each ID and each name of a set once'
    : undefined;
}
