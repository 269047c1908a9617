/** In what pieces the text of a flat view's row is put together: columns that follow one another are one where they can be. */
import type { Property } from '../../model/edm.ts';
import { viewOf } from '../../util/words.ts';
import type { KeyedRun } from './view-keys.ts';
import type { ViewColumn, ViewParts } from './view-parts.ts';

export type Piece = CopiedPiece | KeyedPiece | ComputedPiece;

/** Members of the base set's row from one to another, as they stand there; with a lead, the value of one alone. */
export interface CopiedPiece {
  readonly kind: 'Copied';
  readonly lead: DataView | undefined;
  readonly first: number;
  last: number;
}

/** What is known of a key: which of its runs. */
interface KeyedPiece {
  readonly kind: 'Keyed';
  readonly key: number;
  readonly run: number;
}

/** A member of the `ViewRecord`. */
interface ComputedPiece {
  readonly kind: 'Computed';
  readonly lead: DataView;
  readonly name: string;
  readonly property: Property;
}

/** What goes before a column's value; before the first one, also what goes before a row. */
const leadOf = ({ property: { name } }: ViewColumn, index: number): string =>
  `${index === 0 ? ',{' : ','}${JSON.stringify(name)}:`;

interface Run {
  readonly key: number;
  readonly columns: (ViewColumn & { readonly kind: 'Keyed' })[];
  readonly leads: string[];
}

/** The runs of columns of one key, in their order. */
export function runsOf({ columns }: ViewParts, key: number): readonly KeyedRun[] {
  const runs: Run[] = [];
  let run: Run | undefined;
  for (const [index, column] of columns.entries()) {
    if (column.kind !== 'Keyed' || column.key !== key) run = undefined;
    else {
      if (run === undefined) {
        run = { key, columns: [], leads: [] };
        runs.push(run);
      }
      run.columns.push(column);
      run.leads.push(leadOf(column, index));
    }
  }
  return runs;
}

/** The pieces of a row, for rows of the base set with these members; undefined where that does not begin with the same key. */
export function piecesOf({ columns }: ViewParts, names: readonly string[]): readonly Piece[] | undefined {
  const [first] = columns;
  if (first?.kind !== 'Copied' || first.from !== names[0] || first.property.name !== first.from) return undefined;
  const pieces: Piece[] = [];
  const runs = new Map<number, number>();
  for (const [index, column] of columns.entries()) {
    const before = pieces.at(-1);
    const lead = viewOf(Buffer.from(leadOf(column, index)));
    if (column.kind === 'Computed') {
      pieces.push({ kind: 'Computed', lead, name: `=${column.property.name}`, property: column.property });
    } else if (column.kind === 'Keyed') {
      const previous = columns[index - 1];
      if (previous?.kind === 'Keyed' && previous.key === column.key) continue;
      const run = runs.get(column.key) ?? 0;
      runs.set(column.key, run + 1);
      pieces.push({ kind: 'Keyed', key: column.key, run });
    } else {
      const member = names.indexOf(column.from);
      if (member < 0) return undefined;
      const isSame = column.property.name === column.from && (member > 0 || index === 0);
      if (isSame && before?.kind === 'Copied' && before.lead === undefined && before.last === member - 1)
        before.last = member;
      else pieces.push({ kind: 'Copied', lead: isSame ? undefined : lead, first: member, last: member });
    }
  }
  return pieces;
}
