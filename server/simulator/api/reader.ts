import type { EntityName, FieldsByEntity, RecordByEntity, Visible } from '../records.ts';
import type { FilterContext, QueryValues } from './parameter-kinds.ts';
import type { Caller, Permission } from './caller.ts';
import type { Company } from '../company/company.ts';
import type { Family } from './fields.ts';
import type { ListResource } from './resources.ts';
import type { WireText } from '../wire-text.ts';
import type { Selection } from '../company/entry-store.ts';
import { entryQuery, recordFilter } from './parameters.ts';
import { find, storedRecords } from '../company/stored-records.ts';
import { toWireJson } from '../wire-text.ts';
import { pickFields, visibleFields } from './fields.ts';
import {
  embeddedJson,
  verboseJob,
  verboseTask,
  verboseTimeEntry,
  verboseTimesheet,
  verboseUser,
} from '../company/verbose.ts';

/** From whose eyes and by which path a record is looked at. */
export interface View {
  readonly family: Family;
  readonly caller: Caller;
  readonly verbose: boolean;
}

/** Matching rows of a list, rendered page by page. */
export interface Rows {
  readonly count: number;
  /** JSON of each row of a page. */
  readonly page: (offset: number, limit: number) => readonly WireText[];
}

/** Reads lists and records of a company as a caller sees them. */
export interface Reader {
  readonly list: (resource: ListResource, query: QueryValues, view: View) => Rows;
  readonly byId: <E extends EntityName>(entity: E, id: string, view: View) => Visible<RecordByEntity[E]> | undefined;
  readonly recordsOf: <E extends EntityName>(entity: E, view: View) => Iterable<Visible<RecordByEntity[E]>>;
  readonly view: <E extends EntityName>(entity: E, record: FieldsByEntity[E], view: View) => Visible<RecordByEntity[E]>;
}

const cachedSelections = 32;
const cachedRows = 500_000;

type Expanders = { readonly [E in EntityName]: (record: FieldsByEntity[E], me: string) => Visible<RecordByEntity[E]> };

/** Records without `verbose`: as they are stored. */
const plain: Expanders = {
  TimeEntries: (record) => record,
  Users: (record) => record,
  Jobs: (record) => record,
  Clients: (record) => record,
  Tasks: (record) => record,
  Divisions: (record) => record,
  Timesheets: (record) => record,
};

function expandersOf(company: Company): Expanders {
  return {
    TimeEntries: (record) => verboseTimeEntry(company, record),
    Users: (record) => verboseUser(company, record),
    Jobs: (record, me) => verboseJob(company, record, me),
    Clients: (record) => record,
    Tasks: (record, me) => verboseTask(record, me),
    Divisions: (record) => record,
    Timesheets: (record) => verboseTimesheet(company, record),
  };
}

/** A small cache of what filters found, emptied when the company changes. */
function selectionCache(version: () => number): (key: string, make: () => Selection) => Selection {
  const kept = new Map<string, Selection>();
  let keptVersion = version();
  return (key, make) => {
    if (keptVersion !== version()) {
      kept.clear();
      keptVersion = version();
    }
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = make();
    if (made.count <= cachedRows) kept.set(key, made);
    for (const oldest of kept.keys()) {
      if (kept.size <= cachedSelections) break;
      kept.delete(oldest);
    }
    return made;
  };
}

/** JSON of records embedded in time entries, forgotten when the company changes. */
function freshEmbedded(company: Company, version: () => number): (record: FieldsByEntity['TimeEntries']) => WireText {
  const embedded = embeddedJson(company);
  let knownVersion = version();
  return (record) => {
    if (knownVersion !== version()) embedded.forget();
    knownVersion = version();
    return embedded.of(record);
  };
}

/** A reader; `version` changes whenever the company does. */
export function makeReader(company: Company, managerPermissions: readonly Permission[], version: () => number): Reader {
  const expanders = expandersOf(company);
  const embedded = freshEmbedded(company, version);
  const select = selectionCache(version);
  const fieldNames = new Map<string, readonly string[]>();
  const rendered = new Map<string, WeakMap<object, string>>();

  const keyOf = (entity: EntityName, view: View): string =>
    `${entity} ${view.family} ${view.caller.rightsKey}${view.caller.level} ${view.verbose}`;

  const namesOf = (entity: EntityName, view: View, key = keyOf(entity, view)): readonly string[] => {
    const known = fieldNames.get(key) ?? visibleFields(entity, view.family, view.caller, view.verbose);
    fieldNames.set(key, known);
    return known;
  };

  const show = <E extends EntityName>(entity: E, record: FieldsByEntity[E], view: View): Visible<RecordByEntity[E]> =>
    pickFields<RecordByEntity[E]>(
      (view.verbose ? expanders : plain)[entity](record, view.caller.userId),
      namesOf(entity, view),
    );

  /** JSON of a record; kept per record object where such objects live long and show nothing of other records. */
  const json = <E extends EntityName>(entity: E, record: FieldsByEntity[E], view: View): string => {
    if (view.verbose || entity === 'Timesheets' || entity === 'TimeEntries')
      return toWireJson(show(entity, record, view));
    const key = keyOf(entity, view);
    const texts = rendered.get(key) ?? new WeakMap<object, string>();
    rendered.set(key, texts);
    const text = texts.get(record) ?? toWireJson(show(entity, record, view));
    texts.set(record, text);
    return text;
  };

  const entryJson = (number: number, view: View): WireText => {
    const changed = company.entries.changed(number);
    if (changed !== undefined) return json('TimeEntries', changed, view);
    const { permissions } = view.caller;
    const plainJson = company.generator.json(
      number,
      permissions.has('View Billingrates'),
      permissions.has('View Costs'),
    );
    if (!view.verbose) return plainJson;
    return `${plainJson.slice(0, -1)}${embedded(company.entries.get(number))}}`;
  };

  const context = (view: View): FilterContext => ({ company, me: view.caller.userId, managerPermissions });

  const entryRows = (resource: ListResource, query: QueryValues, view: View, key: string): Rows => {
    const condition = entryQuery(resource.parameters, query);
    const mine = resource.family === 'Me' ? { ...condition, users: [view.caller.userId] } : condition;
    const selection = select(key, () => company.entries.select(mine));
    return {
      count: selection.count,
      page: (offset, limit) => selection.numbers(offset, limit).map((number) => entryJson(number, view)),
    };
  };

  const tableRows = <E extends Exclude<EntityName, 'TimeEntries'>>(
    entity: E,
    resource: ListResource,
    query: QueryValues,
    view: View,
    key: string,
  ): Rows => {
    const table: {
      readonly count: () => number;
      readonly at: (position: number) => FieldsByEntity[E];
    } = company.tables[entity];
    const filter = recordFilter(entity, resource.parameters, query, context(view));
    const mine = resource.family === 'Me' ? mineOnly(entity, view.caller.userId) : undefined;
    const page = (positions: readonly number[]): readonly string[] =>
      positions.map((position) => json(entity, table.at(position), view));
    if (filter === undefined && mine === undefined) {
      const count = table.count();
      return {
        count,
        page: (offset, limit) => page(range(offset, Math.min(count, offset + limit))),
      };
    }
    const selection = select(key, () => {
      const found = range(0, table.count()).filter((position) => {
        const record = table.at(position);
        return (mine?.(record) ?? true) && (filter?.(record) ?? true);
      });
      return { count: found.length, numbers: (offset, limit) => found.slice(offset, offset + limit) };
    });
    return { count: selection.count, page: (offset, limit) => page(selection.numbers(offset, limit)) };
  };

  /** What `/Me` lists hold. */
  const mineOnly = <E extends EntityName>(entity: E, me: string): ((record: FieldsByEntity[E]) => boolean) => {
    const clientsOfMine = (): ReadonlySet<string> => {
      const { Jobs } = company.tables;
      const mine = range(0, Jobs.count()).map((position) => Jobs.at(position));
      return new Set(mine.filter((job) => company.isJobOf(job.ID, me)).map((job) => job.ClientID));
    };
    const clients = entity === 'Clients' ? clientsOfMine() : undefined;
    return (record) => {
      if (clients !== undefined) return clients.has(record.ID);
      if ('UserID' in record) return record.UserID === me;
      if (entity === 'Jobs') return company.isJobOf(record.ID, me);
      return entity === 'Tasks';
    };
  };

  return {
    list(resource, query, view) {
      const filters = resource.parameters
        .map((name) => [name, query.get(name.toLowerCase())] as const)
        .filter(([, values]) => values !== undefined);
      const owner = resource.family === 'Me' ? view.caller.userId : '';
      const key = `${resource.path} ${owner} ${JSON.stringify(filters)}`;
      return resource.entity === 'TimeEntries'
        ? entryRows(resource, query, view, key)
        : tableRows(resource.entity, resource, query, view, key);
    },
    byId(entity, id, view) {
      const record = find(company, entity, id);
      return record === undefined ? undefined : show(entity, record, view);
    },
    *recordsOf(entity, view) {
      const mine = view.family === 'Me' ? mineOnly(entity, view.caller.userId) : undefined;
      for (const record of storedRecords(company, entity)) if (mine?.(record) ?? true) yield show(entity, record, view);
    },
    view: show,
  };
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
