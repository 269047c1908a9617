/** What is chosen, what it amounts to, and whether it is complete; all worked out from the state. */
import { findEntitySet, type Catalog, type EntitySetInfo, type Field } from '../shared/catalog.ts';
import { dateFieldsOf, rangeProblem, type DateRange, type RangeProblem } from '../shared/date-range.ts';
import { countUrl, previewUrl, rowsUrl } from '../shared/odata-url.ts';
import { rowBytes } from './programs/row-bytes.ts';
import type { Program } from './programs/program.ts';
import { chosenRoot, periodRoot } from './programs/service-root.ts';
import type { TableSource } from './programs/table-source.ts';
import { firstSet } from './set-groups.ts';
import type { SetRequest, TableRequest } from '../shared/table-request.ts';
import type { Choosing, Loaded, SetChoice } from './state.ts';

/** Rows of the preview: enough to recognise the data. */
const PREVIEW_ROWS = 8;

const DEFAULT_RANGE: DateRange = { kind: 'last90Days' };
const DEFAULT_SET = 'TimeEntries';

/** Before anyone chose: hours of the last 90 days, with all fields; Tableau's own connector begins with the raw ones. */
export function initialChoices(catalog: Catalog, program: Program | undefined): Readonly<Record<string, SetChoice>> {
  const first = program === undefined ? DEFAULT_SET : firstSet(catalog);
  return Object.fromEntries(
    catalog.entitySets.map((entitySet) => {
      const range: DateRange = dateFieldsOf(entitySet) === undefined ? { kind: 'all' } : DEFAULT_RANGE;
      return [entitySet.name, { chosen: entitySet.name === first, omitted: [], range }];
    }),
  );
}

/** The choices of a stored request, as far as the service still has what they name. */
export function restoredChoices(
  catalog: Catalog,
  request: TableRequest,
  program: Program | undefined,
): Readonly<Record<string, SetChoice>> {
  const choices = Object.entries(initialChoices(catalog, program)).map(([name, initial]): [string, SetChoice] => {
    const entitySet = findEntitySet(catalog, name);
    const set = request.sets.find((candidate) => candidate.entitySet === name);
    if (entitySet === undefined || set === undefined) return [name, { ...initial, chosen: false }];
    const { fields } = set;
    const omitted = fields === 'all' ? [] : entitySet.fields.filter((f) => !f.isKey && !fields.includes(f.name));
    return [name, { chosen: true, omitted: omitted.map((field) => field.name), range: set.range }];
  });
  const restored = Object.fromEntries(choices);
  const dated = request.sets.find(({ entitySet }) => isDated(catalog, entitySet));
  return program === undefined || dated === undefined ? restored : withPeriod(catalog, restored, dated.range);
}

/** The choices with one period for all sets that are read for a period. */
export function withPeriod(
  catalog: Catalog,
  choices: Readonly<Record<string, SetChoice>>,
  range: DateRange,
): Readonly<Record<string, SetChoice>> {
  const changed = Object.entries(choices).map(([name, choice]) => [
    name,
    isDated(catalog, name) ? { ...choice, range } : choice,
  ]);
  return Object.fromEntries(changed) as Readonly<Record<string, SetChoice>>;
}

function isDated(catalog: Catalog, name: string): boolean {
  const entitySet = findEntitySet(catalog, name);
  return entitySet !== undefined && dateFieldsOf(entitySet) !== undefined;
}

/** What a stored request names and the service no longer has: `Expenses`, `Users: Shoe`. */
export function droppedChoices(catalog: Catalog, request: TableRequest): readonly string[] {
  return request.sets.flatMap(({ entitySet: name, fields }) => {
    const entitySet = findEntitySet(catalog, name);
    if (entitySet === undefined) return [name];
    const gone = fields === 'all' ? [] : fields.filter((field) => entitySet.fields.every((f) => f.name !== field));
    return gone.length === 0 ? [] : [`${entitySet.caption}: ${gone.join(', ')}`];
  });
}

/** The request of one entity set, whether chosen or not. */
function setRequest(entitySet: EntitySetInfo, choice: SetChoice): SetRequest {
  const kept = entitySet.fields.map((field) => field.name).filter((name) => !choice.omitted.includes(name));
  return { entitySet: entitySet.name, fields: choice.omitted.length === 0 ? 'all' : kept, range: choice.range };
}

/** Everything that is chosen, for the handlers. */
export function tableRequest(choosing: Choosing, today: string): TableRequest {
  const sets = chosenSets(choosing, today).map(({ entitySet, choice }) => setRequest(entitySet, choice));
  return { version: 1, service: choosing.session.address.root, sets };
}

export interface ChosenSet {
  readonly entitySet: EntitySetInfo;
  readonly choice: SetChoice;
}

/** The chosen entity sets in the service's order, without those the account may not read. */
export function chosenSets(choosing: Choosing, today: string): readonly ChosenSet[] {
  return choosing.session.catalog.entitySets.flatMap((entitySet) => {
    const choice = choosing.choices[entitySet.name];
    const refused = isRefused(countOf(choosing, entitySet, today));
    return choice?.chosen === true && !refused ? [{ entitySet, choice }] : [];
  });
}

/** The row count of an entity set under its current period; undefined before anyone asked. */
export function countOf(choosing: Choosing, entitySet: EntitySetInfo, today: string): Loaded<number> | undefined {
  const url = countUrlOf(choosing, entitySet, today);
  return url === undefined ? undefined : choosing.answers.counts[url];
}

/** Sets whose rows are counted for everybody who looks at the list: each takes ClickTime a request, some a dozen. */
const COUNTED_AT_ONCE = 7;

/** The sets whose rows are counted now: the first ones, those that are chosen, and the one that is looked at. */
export function countedSets(choosing: Choosing, focus: string | undefined): readonly EntitySetInfo[] {
  const { entitySets } = choosing.session.catalog;
  const isWanted = ({ name }: EntitySetInfo): boolean => choosing.choices[name]?.chosen === true || name === focus;
  return entitySets.filter((entitySet, index) => index < COUNTED_AT_ONCE || isWanted(entitySet));
}

/** Where to ask for that count; undefined while the period is not complete. */
export function countUrlOf(choosing: Choosing, entitySet: EntitySetInfo, today: string): string | undefined {
  const choice = choosing.choices[entitySet.name];
  if (choice === undefined || rangeProblem(choice.range) !== undefined) return undefined;
  const { program, session } = choosing;
  return countAddress({ root: session.address.root, program }, entitySet, choice.range, today);
}

/** Where to ask how many rows there are in a period. Programs read from the root that holds it, and so it is counted there. */
export function countAddress(
  { root, program }: { readonly root: string; readonly program: Program | undefined },
  entitySet: EntitySetInfo,
  range: DateRange,
  today: string,
): string {
  return program === undefined
    ? countUrl(root, entitySet, range, today)
    : countUrl(periodRoot(root, entitySet, range), entitySet, { kind: 'all' }, today);
}

/** Where the first rows are; all fields, so that switching one does not ask again. */
export function previewUrlOf(choosing: Choosing, entitySet: EntitySetInfo, today: string): string | undefined {
  const choice = choosing.choices[entitySet.name];
  if (choice === undefined || rangeProblem(choice.range) !== undefined) return undefined;
  const { root } = choosing.session.address;
  const request = setRequest(entitySet, { ...choice, omitted: [] });
  const options = { today, rows: PREVIEW_ROWS };
  if (choosing.program === undefined) return previewUrl(root, entitySet, request, options);
  const whole = { ...request, range: { kind: 'all' } } as const;
  return previewUrl(periodRoot(root, entitySet, choice.range), entitySet, whole, options);
}

/** The OData address that the choices for one entity set amount to. */
export function addressOf(choosing: Choosing, { entitySet, choice }: ChosenSet, today: string): string {
  return rowsUrl(choosing.session.address.root, entitySet, setRequest(entitySet, choice), today);
}

/** The root that holds what is chosen, and nothing else. */
export function chosenRootOf(choosing: Choosing, today: string): string {
  const sets = chosenSets(choosing, today).map(({ entitySet, choice }) => ({
    ...setRequest(entitySet, choice),
    entitySet,
  }));
  return chosenRoot(choosing.session.address.root, sets);
}

/** One chosen set below a root that holds the period; the fields are named only where not all are wanted. */
export function sourceOf(choosing: Choosing, { entitySet, choice }: ChosenSet): TableSource {
  const { fields } = setRequest(entitySet, choice);
  const root = periodRoot(choosing.session.address.root, entitySet, choice.range);
  return { root, entitySet: entitySet.name, fields: fields === 'all' ? undefined : fields };
}

/** Entity sets that a chosen one points to, by way of others too, and that are neither chosen nor refused. */
export function missingRelated(choosing: Choosing, entitySet: EntitySetInfo, today: string): readonly EntitySetInfo[] {
  const choice = choosing.choices[entitySet.name];
  if (choice?.chosen !== true || isRefused(countOf(choosing, entitySet, today))) return [];
  const { catalog } = choosing.session;
  const wanted = new Set([entitySet.name]);
  // What is found is looked at in its turn: a set grows while it is gone through.
  for (const name of wanted) {
    const omitted = choosing.choices[name]?.omitted ?? [];
    const fields = (findEntitySet(catalog, name)?.fields ?? []).filter((field) => !omitted.includes(field.name));
    for (const field of fields)
      if (field.references !== undefined && !isNamed(field, fields)) wanted.add(field.references.entitySet);
  }
  return catalog.entitySets.filter(
    (other) =>
      other.name !== entitySet.name &&
      wanted.has(other.name) &&
      choosing.choices[other.name]?.chosen !== true &&
      !isRefused(countOf(choosing, other, today)),
  );
}

/** Whether the name that an ID stands for is among the fields, as `JobName` is beside `JobID`. */
const isNamed = (id: Field, fields: readonly Field[]): boolean =>
  fields.some(({ name }) => name === id.name.replace(/ID$/, 'Name'));

/** Whether the account may not read the entity set. */
export function isRefused(count: Loaded<number> | undefined): boolean {
  return count?.kind === 'failed' && count.failure.kind === 'noPermission';
}

interface Estimate {
  readonly rows: number;
  /** As they are sent, not compressed. */
  readonly bytes: number;
  readonly seconds: number;
  /** False while a count is not known, so that the numbers are a lower bound. */
  readonly complete: boolean;
  /** A count failed, so that the numbers stay unknown until it is asked again. */
  readonly failed: boolean;
}

/** ClickTime answers at most 500 rows a request and 10 requests in 5 seconds. */
const ROWS_PER_REQUEST = 500;
const REQUESTS_PER_SECOND = 2;

/** Rows of all chosen entity sets, and how long ClickTime will take at its own pace. */
export function estimate(choosing: Choosing, today: string): Estimate {
  const sets = chosenSets(choosing, today);
  const counts = sets.map(({ entitySet }) => countOf(choosing, entitySet, today));
  const known = counts.flatMap((count) => (count?.kind === 'known' ? [count.value] : []));
  const bytes = sets.map(({ entitySet, choice }, index) => {
    const count = counts[index];
    const fields = entitySet.fields.filter(({ name }) => !choice.omitted.includes(name));
    return count?.kind === 'known' ? count.value * rowBytes(fields) : 0;
  });
  const requests = known.reduce((sum, rows) => sum + Math.ceil(rows / ROWS_PER_REQUEST) + 1, 0);
  return {
    rows: known.reduce((sum, rows) => sum + rows, 0),
    bytes: bytes.reduce((sum, own) => sum + own, 0),
    seconds: Math.ceil(requests / REQUESTS_PER_SECOND),
    complete: known.length === counts.length,
    failed: counts.some((count) => count?.kind === 'failed'),
  };
}

/** Cells, which is rows times fields, from which on Tableau may not hold an extract in memory. */
const MANY_CELLS = 20_000_000;

/** Whether the extract is so large that Tableau may give up on it. */
export function isVeryLarge(choosing: Choosing, today: string): boolean {
  const cells = chosenSets(choosing, today).map(({ entitySet, choice }) => {
    const count = countOf(choosing, entitySet, today);
    return count?.kind === 'known' ? count.value * (entitySet.fields.length - choice.omitted.length) : 0;
  });
  return cells.reduce((sum, own) => sum + own, 0) > MANY_CELLS;
}

/** Whether the account may read none of the main sets; false while one is still asked for. */
export function mayReadNothing(choosing: Choosing, today: string): boolean {
  return countedSets(choosing, undefined).every((entitySet) => isRefused(countOf(choosing, entitySet, today)));
}

/** Whether fields or period of a set were changed that is not chosen, so that the changes have no effect yet. */
export function isChangedInVain(choosing: Choosing, entitySet: EntitySetInfo): boolean {
  const choice = choosing.choices[entitySet.name];
  const initial = initialChoices(choosing.session.catalog, choosing.program)[entitySet.name];
  if (choice === undefined || initial === undefined || choice.chosen) return false;
  if (choosing.program !== undefined) return choice.omitted.length > 0;
  return choice.omitted.length > 0 || JSON.stringify(choice.range) !== JSON.stringify(initial.range);
}

export type ChoiceProblem =
  | { readonly kind: 'nothingChosen' }
  | { readonly kind: 'period'; readonly entitySet: EntitySetInfo; readonly problem: RangeProblem };

/** Why one cannot go on yet, or undefined. */
export function choiceProblem(choosing: Choosing, today: string): ChoiceProblem | undefined {
  const chosen = chosenSets(choosing, today);
  if (chosen.length === 0) return { kind: 'nothingChosen' };
  for (const { entitySet, choice } of chosen) {
    const problem = rangeProblem(choice.range);
    if (problem !== undefined) return { kind: 'period', entitySet, problem };
  }
  return undefined;
}
