/** An extraction as Tableau reads it from its protocol server, and what it ought to be by what ClickTime holds. */
import type { Declared } from '../clients/metadata.ts';
import type { ODataRow } from '../clients/tableau.ts';
import { expectedRow, type Record } from '../clients/upstream.ts';
import type { Answer, Eps, Extract } from './eps/eps.ts';

export interface Column {
  readonly id: string;
  readonly dataType: string;
  readonly columnRole: string;
  readonly aggType?: string;
  readonly alias: string;
  readonly description?: string;
  readonly foreignKey?: { readonly tableId: string; readonly columnId: string };
}

interface ExtractedTable {
  readonly columns: readonly Column[];
  readonly rows: readonly ODataRow[];
}

const MOST_ROWS = 1_000_000;

/** The address of a finished extraction. @throws Error with Tableau's own text where it failed. */
export function extractOf({ body }: Answer, connectionId: string): Extract {
  const { status, port, extractorId, errorMessage } = body as {
    readonly status: string;
    readonly port: number;
    readonly extractorId: string;
    readonly errorMessage?: string;
  };
  if (status !== 'extract') throw new Error(errorMessage ?? `The connection ended with '${status}'.`);
  return { port, extractorId, connectionId };
}

/** All tables of an extraction, by name. */
export async function readTables(eps: Eps, extract: Extract): Promise<ReadonlyMap<string, ExtractedTable>> {
  const names = (await eps.table(extract, '')) as readonly string[];
  const tables = new Map<string, ExtractedTable>();
  for (const name of names) {
    // Rows are lists of values in the order of the columns as they come without a sort of their own.
    const { columns } = (await eps.table(extract, `/${name}/metadata`)) as { readonly columns: readonly Column[] };
    const values = (await eps.table(extract, `/${name}/rows?count=${MOST_ROWS}&reset=true`)) as readonly unknown[][];
    const rows = values.map((row) => Object.fromEntries(columns.map(({ id }, index) => [id, row[index]])));
    tables.set(name, { columns, rows });
  }
  return tables;
}

/** The row a record of ClickTime must become in Tableau: no blob, and points in time in Tableau's own format, in UTC. */
export function expectedTableauRow(record: Record, declared: readonly Declared[]): ODataRow {
  const row = expectedRow(record, declared);
  const cells = declared
    .filter(({ type }) => type.startsWith('Edm.'))
    .map(({ name, type }) => [name, type === 'Edm.DateTimeOffset' ? tableauDateTime(row[name]) : row[name]] as const);
  return Object.fromEntries(cells);
}

function tableauDateTime(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const date = new Date(value);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  const fraction = date.getUTCMilliseconds();
  return fraction === 0 ? `${day} ${time}` : `${day} ${time}.${String(fraction).padStart(3, '0')}`;
}

/** What the wizard would have stored: whole entity sets, with all fields. */
export function savedChoices(service: string, names: readonly string[]) {
  const sets = names.map((entitySet) => ({ entitySet, fields: 'all', range: { kind: 'all' } }));
  const data = { version: 1, service, sets };
  return { handlerInputs: [{ fetcher: 'ClickTimeFetcher', parser: 'ClickTimeParser', data }] };
}
