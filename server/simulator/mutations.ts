import type { EntityName, FieldsByEntity } from './records.ts';
import type { Company } from './company/company.ts';
import { find, storedRecords } from './company/stored-records.ts';

/** One change of the company's data. */
interface Mutation {
  /** The company's version after the change; the first is 1. */
  readonly version: number;
  readonly kind: 'insert' | 'update' | 'delete';
  readonly entity: EntityName;
  readonly id: string;
  readonly before: FieldsByEntity[EntityName] | undefined;
  readonly after: FieldsByEntity[EntityName] | undefined;
}

/** Changes data while clients read, and remembers what existed when. */
export interface Mutations {
  /** A record like the first one of its list, with these fields; returns it. */
  readonly insert: <E extends EntityName>(
    entity: E,
    fields: Partial<Omit<FieldsByEntity[E], 'ID'>>,
  ) => FieldsByEntity[E];
  /** Throws RangeError when there is no such record. */
  readonly update: <E extends EntityName>(
    entity: E,
    id: string,
    fields: Partial<Omit<FieldsByEntity[E], 'ID'>>,
  ) => FieldsByEntity[E];
  /** False when there is no such record. */
  readonly delete: (entity: EntityName, id: string) => boolean;
  /** Number of changes so far; 0 at the start. */
  readonly version: () => number;
  readonly log: () => readonly Mutation[];
  /**
   * IDs of a list that existed during all of the versions `from` to `to` (default: now), and those that existed at some
   * time in between. What a client read in that stretch must hold all of the first and nothing outside the second.
   */
  readonly existed: (
    entity: EntityName,
    from: number,
    to?: number,
  ) => { readonly always: ReadonlySet<string>; readonly sometimes: ReadonlySet<string> };
  /** All states of one record in the versions `from` to `to` (default: now), oldest first. */
  readonly states: <E extends EntityName>(
    entity: E,
    id: string,
    from: number,
    to?: number,
  ) => readonly FieldsByEntity[EntityName][];
}

type Writers = {
  readonly [E in EntityName]: {
    readonly insert: (fields: Omit<FieldsByEntity[E], 'ID'>) => FieldsByEntity[E];
    readonly replace: (record: FieldsByEntity[E]) => void;
    readonly remove: (id: string) => boolean;
  };
};

/** Mutations of a company. */
export function makeMutations(company: Company): Mutations {
  const writers: Writers = { ...company.tables, TimeEntries: company.entries };
  const log: Mutation[] = [];
  const record = (mutation: Omit<Mutation, 'version'>): void => void log.push({ version: log.length + 1, ...mutation });

  const firstOf = <E extends EntityName>(entity: E): FieldsByEntity[E] => {
    for (const first of storedRecords(company, entity)) return first;
    throw new RangeError(`${entity} is empty, so there is nothing to model a record on.`);
  };

  return {
    insert(entity, fields) {
      const inserted = writers[entity].insert({ ...firstOf(entity), ...fields });
      record({ kind: 'insert', entity, id: inserted.ID, before: undefined, after: inserted });
      return inserted;
    },
    update(entity, id, fields) {
      const before = find(company, entity, id);
      if (before === undefined) throw new RangeError(`There is no record '${id}' in ${entity}.`);
      const after = { ...before, ...fields };
      writers[entity].replace(after);
      record({ kind: 'update', entity, id, before, after });
      return after;
    },
    delete(entity, id) {
      const before = find(company, entity, id);
      if (before === undefined || !writers[entity].remove(id)) return false;
      record({ kind: 'delete', entity, id, before, after: undefined });
      return true;
    },
    version: () => log.length,
    log: () => log,
    existed(entity, from, to = log.length) {
      const present = new Set<string>();
      for (const { ID } of storedRecords(company, entity)) present.add(ID);
      // Back in time from now: to the end of the stretch, then through it.
      for (const mutation of log.slice(to).toReversed()) if (mutation.entity === entity) undo(present, mutation);
      const always = new Set(present);
      const sometimes = new Set(present);
      for (const mutation of log.slice(from, to).toReversed()) {
        if (mutation.entity !== entity) continue;
        undo(present, mutation);
        sometimes.add(mutation.id);
        if (mutation.kind !== 'update') always.delete(mutation.id);
      }
      return { always, sometimes };
    },
    states(entity, id, from, to = log.length) {
      const own = log.filter((mutation) => mutation.entity === entity && mutation.id === id);
      const within = own.filter(({ version }) => version > from && version <= to).map(({ after }) => after);
      const later = own.find(({ version }) => version > from);
      const start = later === undefined ? find(company, entity, id) : later.before;
      return [start, ...within].filter((state) => state !== undefined);
    },
  };
}

function undo(present: Set<string>, mutation: Mutation): void {
  if (mutation.kind === 'insert') present.delete(mutation.id);
  if (mutation.kind === 'delete') present.add(mutation.id);
}
