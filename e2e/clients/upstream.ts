/**
 * What ClickTime itself holds, read straight from its REST API, and what each value must look like in OData. Written
 * apart from the server's own decoder, so that the two check each other.
 */
import { request } from 'undici';
import type { Declared } from './metadata.ts';
import type { ODataRow } from './tableau.ts';

export type Record = Readonly<{ [field: string]: unknown }>;

/** All records of a resource, by plain offsets; the data must hold still meanwhile. */
export async function upstreamRecords(url: string, token: string, resource: string): Promise<readonly Record[]> {
  const records: Record[] = [];
  for (;;) {
    const answer = await request(`${url}/${resource}?limit=500&offset=${records.length}&verbose=true`, {
      headers: { authorization: `Token ${token}` },
    });
    if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${resource}: ${await answer.body.text()}`);
    const { data, page } = (await answer.body.json()) as { data: Record[]; page: { count: number } };
    records.push(...data);
    if (records.length >= page.count) return records;
  }
}

/** The OData row a record must become, for the declared properties alone. */
export function expectedRow(record: Record, declared: readonly Declared[]): ODataRow {
  return Object.fromEntries(declared.map((property) => [property.name, expectedValue(record, property, declared)]));
}

function expectedValue(record: Record, { name, type }: Declared, declared: readonly Declared[]): unknown {
  if (name === 'CustomFieldsStr') return textOf(record['CustomFields']);
  if (name === 'CustomFields') return withIdentifiers(record[name], declared);
  if (name === 'TotalHours') return totalHours(record['DayTotals']);
  const value = name.startsWith('CF_') ? customField(record['CustomFields'], name) : record[name];
  if (name.startsWith('CF_') && value === '' && type !== 'Edm.String') return null;
  if (value === undefined || value === null) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (name === 'StartTime' || name === 'EndTime') return text.replace(/^(\d\d:\d\d):00$/, '$1');
  if (type === 'Edm.Decimal') return Number(value);
  if (type === 'Edm.Int32') return Number(value);
  if (type === 'Edm.Boolean') return ['true', '1'].includes(text.toLowerCase());
  if (type === 'Edm.String') return text;
  if (type === 'Edm.Date') return text.slice(0, 10);
  if (type === 'Edm.DateTimeOffset') return withOffset(text);
  return value;
}

const textOf = (customFields: unknown): unknown =>
  customFields === undefined || customFields === null ? null : JSON.stringify(customFields);

/** The simulator's names hold no other character that a column's may not. */
function customField(customFields: unknown, column: string): unknown {
  const values = new Map(Object.entries(customFields ?? {}));
  const name = [...values.keys()].find((each) => `CF_${each.replaceAll(' ', '_')}` === column);
  return name === undefined ? null : values.get(name);
}

/** Those that have a column have its type. The simulator's names hold no other character that an OData name may not. */
function withIdentifiers(customFields: unknown, declared: readonly Declared[]): unknown {
  if (customFields === undefined || customFields === null) return null;
  return Object.fromEntries(
    Object.entries(customFields).map(([name, value]) => {
      const column = declared.find((each) => each.name === `CF_${name.replaceAll(' ', '_')}`);
      const isNumber = column?.type === 'Edm.Decimal' && typeof value === 'string';
      return [name.replaceAll(' ', '_x0020_'), isNumber ? Number(value) : (value as unknown)];
    }),
  );
}

function totalHours(dayTotals: unknown): unknown {
  if (!Array.isArray(dayTotals)) return null;
  const sum = (dayTotals as { Hours: unknown }[]).reduce((total, day) => total + Number(day.Hours), 0);
  return Math.round(sum * 1e6) / 1e6;
}

const withOffset = (text: string): string => {
  const dated = text.includes('T') ? text : `${text}T00:00:00`;
  return /(Z|[+-]\d\d:\d\d)$/.test(dated) ? dated : `${dated}Z`;
};
