import type { EntityName, FieldsByEntity } from '../records.ts';
import type { Company } from './company.ts';

/** Records of any list by its name, as they are stored: all fields that are not `verbose`. */

type Finders = { readonly [E in EntityName]: { readonly byId: (id: string) => FieldsByEntity[E] | undefined } };

/** Stored fields of one record. */
export function find<E extends EntityName>(company: Company, entity: E, id: string): FieldsByEntity[E] | undefined {
  const finders: Finders = { ...company.tables, TimeEntries: company.entries };
  return finders[entity].byId(id);
}

type Listers = { readonly [E in EntityName]: () => Iterable<FieldsByEntity[E]> };

/** All records of a list in API order, made one at a time. */
export function storedRecords<E extends EntityName>(company: Company, entity: E): Iterable<FieldsByEntity[E]> {
  const { tables, entries } = company;
  const listers: Listers = {
    TimeEntries: () => storedEntries(entries),
    Users: () => tableRecords(tables.Users),
    Jobs: () => tableRecords(tables.Jobs),
    Clients: () => tableRecords(tables.Clients),
    Tasks: () => tableRecords(tables.Tasks),
    Divisions: () => tableRecords(tables.Divisions),
    Timesheets: () => tableRecords(tables.Timesheets),
  };
  return listers[entity]();
}

function* storedEntries(entries: Company['entries']): Generator<FieldsByEntity['TimeEntries']> {
  const selection = entries.select({});
  for (let offset = 0; offset < selection.count; offset += 1000) {
    for (const number of selection.numbers(offset, 1000)) yield entries.get(number);
  }
}

function* tableRecords<R>(table: { readonly count: () => number; readonly at: (position: number) => R }): Generator<R> {
  for (let position = 0; position < table.count(); position++) yield table.at(position);
}
