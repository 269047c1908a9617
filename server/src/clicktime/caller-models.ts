/**
 * The model as each caller sees it: with columns for the custom fields whose definitions ClickTime shows that account. Equal
 * definitions make one model for all who have them, and what is made from a model is remembered with it.
 */
import { LRUCache } from 'lru-cache';
import type { EdmModel } from '../model/edm.ts';
import type { RequestContext } from '../source/source.ts';
import type { Clock } from '../util/clock.ts';
import { createRememberedWork } from '../util/remembered-work.ts';
import { isRefusal } from './list-decision.ts';
import { hashOf, type CustomField, type PinnedName } from './model/custom-columns.ts';
import { customFieldDefinitions } from './model/entity-sets/custom-field-definitions.ts';
import type { EntitySetDefinition } from './model/entity-sets/definition.ts';
import { typedModel, type CustomFieldsBySet } from './model/typed-model.ts';
import type { Row } from '../model/values.ts';
import { setsNamedIn } from './named-sets.ts';
import type { PageReaderParts } from './reading/read-page.ts';
import { companyList } from './reading/upstream-list.ts';
import { readPagedList } from './reading/whole-lists.ts';
import { MEGABYTE } from '../util/megabyte.ts';

/** The model for what a caller asks: the text of a request, in which the sets are named that it is about. */
export type ModelFor = (context: RequestContext, text: string) => Promise<EdmModel>;

interface CallerModelsParts extends PageReaderParts {
  readonly clock: Clock;
  readonly definitions: readonly EntitySetDefinition[];
  readonly pins: readonly PinnedName[];
  /** Whether an account is an administrator; undefined where that is not known. */
  readonly isAdministrator: (owner: string) => boolean | undefined;
}

/** Milliseconds that definitions are not asked for again: how long a new field stays without its column. */
const REMEMBER_MS = 60_000;
/** Memory for definitions, as their text. */
const MOST_BYTES = 32 * MEGABYTE;
/** Columns of all models that are remembered; each model counts as `MODEL_SIZE` more. */
const MOST_COLUMNS = 20_000;
const MODEL_SIZE = 100;

/** ClickTime's word for a kind of record, by the entity set of these records; what is none of these has no set here. */
const setsByWord: Readonly<Record<string, readonly string[]>> = {
  TimeEntries: ['timeentry', 'timeentries'],
  Users: ['user', 'users', 'person', 'people'],
  Jobs: ['job', 'jobs', 'project', 'projects'],
  Clients: ['client', 'clients'],
  Tasks: ['task', 'tasks'],
  Divisions: ['division', 'divisions'],
};
const OTHER_WORDS: ReadonlySet<string> = new Set([
  'company',
  'timeofftype',
  'timeofftypes',
  'leavetype',
  'leavetypes',
  'timeoff',
]);

/** Names of the entity sets that have custom fields. */
export const setsWithCustomFields = Object.keys(setsByWord);

const properties = customFieldDefinitions.fields.map(({ property }) => property.name);

/** @throws ODataError, from the function, where definitions cannot be read for another reason than that they are refused. */
export function createCallerModels(model: EdmModel, parts: CallerModelsParts): ModelFor {
  const { clock, definitions, isAdministrator, pins } = parts;
  const models = new LRUCache<string, EdmModel>({ maxSize: MOST_COLUMNS });
  const known = createRememberedWork<readonly Row[] | undefined>({
    maxAgeMs: REMEMBER_MS,
    maxBytes: MOST_BYTES,
    parts: 4,
    bytesOf: (rows) => JSON.stringify(rows ?? '').length,
    clock,
  });

  /** The definitions at a path; undefined where ClickTime refuses them. */
  function definitionsAt(path: string, context: RequestContext): Promise<readonly Row[] | undefined> {
    const { owner, fresh, signal, deadline } = context;
    const list = { ...companyList(customFieldDefinitions), path };
    const work = async (shared: AbortSignal): Promise<readonly Row[] | undefined> => {
      const asking = { ...context, signal: shared };
      const selection = { definition: customFieldDefinitions, list, query: '', properties, context: asking };
      try {
        return await readPagedList(parts, selection);
      } catch (error) {
        if (isRefusal(error)) return undefined;
        throw error;
      }
    };
    return known.recall({ owner, key: path, signal, deadline, work, ...(fresh !== undefined && { fresh }) });
  }

  async function fieldsFor(context: RequestContext, names: readonly string[]): Promise<CustomFieldsBySet> {
    const all =
      isAdministrator(context.owner) === false ? undefined : await definitionsAt('CustomFieldDefinitions', context);
    const sorted = all && bySet(all);
    if (sorted !== undefined) return sorted;
    const lists = await Promise.all(
      names.map(async (name) => {
        const rows = await definitionsAt(`${name}/CustomFieldDefinitions`, context);
        return [name, rows?.map(fieldOf)] as const;
      }),
    );
    return new Map(lists.flatMap(([name, fields]) => (fields === undefined ? [] : [[name, fields] as const])));
  }

  function modelOf(fields: CustomFieldsBySet): EdmModel {
    const name = hashOf(JSON.stringify([...fields]));
    const found = models.get(name);
    if (found !== undefined) return found;
    const made = typedModel(model, definitions, fields, pins);
    const columns = [...fields.values()].reduce((sum, each) => sum + each.length, 0);
    models.set(name, made, { size: MODEL_SIZE + columns });
    return made;
  }

  return async (context, text) => {
    const names = setsNamedIn(text, model, setsWithCustomFields);
    return names.length === 0 ? model : modelOf(await fieldsFor(context, names));
  };
}

/** The fields by their entity sets; undefined where ClickTime has a word for a kind of record that is not known. */
function bySet(rows: readonly Row[]): CustomFieldsBySet | undefined {
  const wordOf = (row: Row): string =>
    textIn(row, 'EntityType')
      .replaceAll(/[^\p{L}]/gu, '')
      .toLowerCase();
  const setOf = (row: Row): string | undefined =>
    setsWithCustomFields.find((name) => setsByWord[name]?.includes(wordOf(row)));
  if (rows.some((row) => setOf(row) === undefined && !OTHER_WORDS.has(wordOf(row)))) return undefined;
  return new Map(setsWithCustomFields.map((name) => [name, rows.filter((row) => setOf(row) === name).map(fieldOf)]));
}

const textIn = (row: Row, name: string): string => {
  const value = row[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

const fieldOf = (row: Row): CustomField => ({
  id: textIn(row, 'ID'),
  name: textIn(row, 'Name'),
  displayName: textIn(row, 'DisplayName'),
  dataType: textIn(row, 'DataType'),
  isList: !['', '[]'].includes(textIn(row, 'PulldownValues')),
});
