/** The columns that definitions of custom fields make: their names and types. */
import { createHash } from 'node:crypto';
import type { PrimitiveTypeName } from '../../model/edm.ts';
import { compareTexts } from '../../util/compare-texts.ts';
import { grouped } from '../../util/grouped.ts';
import { toIdentifier } from '../../util/identifier.ts';
import { withoutTrailing } from '../../util/without-trailing.ts';

/** What ClickTime says of one custom field; texts that it does not send are empty. */
export interface CustomField {
  readonly id: string;
  /** What integrations know it by. */
  readonly name: string;
  /** What people see. */
  readonly displayName: string;
  readonly dataType: string;
  /** There is a list to choose from. */
  readonly isList: boolean;
  /** It is not defined any more: it has a column for the sake of those who use it, but no values. */
  readonly retired?: true;
}

/** The name that a definition's column keeps, whatever becomes of the definition. */
export interface PinnedName {
  readonly set: string;
  readonly id: string;
  readonly name: string;
  /** Its values are read as text, whatever their type. */
  readonly isText: boolean;
}

/** The types that columns have. */
export type ColumnType = Extract<PrimitiveTypeName, 'Edm.Boolean' | 'Edm.Date' | 'Edm.Decimal' | 'Edm.String'>;

export interface CustomColumn {
  readonly field: CustomField;
  /** Name of the column. */
  readonly name: string;
  /** Name of the property within `CustomFields`. */
  readonly member: string;
  readonly type: ColumnType;
}

/** What goes before the name of each column; nothing that ClickTime's own fields are named begins so. */
export const COLUMN_PREFIX = 'CF_';
/** Code points of a name at most, without its prefix. */
const MAX_NAME_LENGTH = 100;
/** Characters that tell twins apart. */
const TWIN_LENGTH = 4;
/** Columns of one entity set at most. */
const MAX_COLUMNS = 500;

const UNWRITABLE = /[^\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}]+/gu;

/** Without `_` at either end. */
const trimmed = (text: string): string => withoutTrailing(text.replace(/^_+/, ''), '_');

/** The part of a column's name that stands for a field's: letters and digits of any script, and `_` for all else. */
export function cleanName(name: string): string {
  const clean = trimmed(
    name
      .normalize('NFC')
      .replaceAll(/\p{Cf}/gu, '')
      .replaceAll(UNWRITABLE, '_'),
  );
  const short = trimmed(Array.from(clean).slice(0, MAX_NAME_LENGTH).join(''));
  return short === '' ? 'Field' : short;
}

/** The first that matches, whatever its case. */
const typesByWord: readonly (readonly [RegExp, ColumnType])[] = [
  [/date/i, 'Edm.Date'],
  [/bool|check|yes/i, 'Edm.Boolean'],
  [/num|dec|int|curr|money|percent/i, 'Edm.Decimal'],
];

function typeOf({ dataType, isList }: CustomField): ColumnType {
  if (isList) return 'Edm.String';
  return typesByWord.find(([words]) => words.test(dataType))?.[1] ?? 'Edm.String';
}

/**
 * The columns of one entity set's fields, in the order of their names. Whichever of them are named alike but for the case
 * all have a part of the hash of their IDs, so that neither the order nor what is added later decides. What is pinned keeps
 * its name, also when it is not defined any more.
 */
export function customColumns(
  defined: readonly CustomField[],
  pins: readonly PinnedName[] = [],
): readonly CustomColumn[] {
  const pinned = new Map(pins.map((pin) => [pin.id, pin]));
  const fields = [...pins.map(retired), ...defined];
  const known = [...new Map(fields.map((field) => [field.id, field])).values()].slice(0, MAX_COLUMNS);
  const names = uniquely(known, ({ id, name }) => pinned.get(id)?.name ?? cleanName(name));
  const members = uniquely(known, ({ name }) => toIdentifier(name));
  return known
    .map((field) => ({
      field,
      name: `${COLUMN_PREFIX}${names.get(field) ?? ''}`,
      member: members.get(field) ?? '',
      type: pinned.get(field.id)?.isText === true ? 'Edm.String' : typeOf(field),
    }))
    .toSorted((one, other) => compareTexts(one.name, other.name));
}

/** What a pinned name is of where there is no definition. */
const retired = ({ id }: PinnedName): CustomField => ({
  id,
  name: id,
  displayName: 'No longer defined',
  dataType: '',
  isList: false,
  retired: true,
});

/** A name for each field that no other has, not even in another case. */
function uniquely(
  fields: readonly CustomField[],
  nameOf: (field: CustomField) => string,
): ReadonlyMap<CustomField, string> {
  const folded = (field: CustomField): string => nameOf(field).toLowerCase();
  const counts = grouped(fields, folded);
  const names = new Map<CustomField, string>();
  const taken = new Set([...counts].filter(([, all]) => all.length === 1).map(([name]) => name));
  for (const field of fields.toSorted((one, other) => compareTexts(one.id, other.id))) {
    if (counts.get(folded(field))?.length === 1) names.set(field, nameOf(field));
    else {
      // Longer where four characters happen to be another field's.
      let length = TWIN_LENGTH;
      const twin = (): string => `${nameOf(field)}_${hashOf(field.id).slice(0, length)}`;
      while (taken.has(twin().toLowerCase())) length += 1;
      taken.add(twin().toLowerCase());
      names.set(field, twin());
    }
  }
  return names;
}

/** Hexadecimal digits that stand for a text. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
