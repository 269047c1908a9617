// The page in a browser begins with the program, and everything after it is that program's.
import { expect, test } from 'vitest';
import { chosenRootOf, chosenSets, countUrlOf, missingRelated, previewUrlOf, sourceOf } from '../../app/choices.ts';
import { reduce } from '../../app/reduce.ts';
import { firstSet, setGroups } from '../../app/set-groups.ts';
import type { Action, ChoosingData, ChoosingProgram, WizardState } from '../../app/state.ts';
import { keptOf, move } from '../../app/use-step-history.ts';
import type { Catalog, EntitySetInfo } from '../../shared/catalog.ts';
import { readServiceUrl, type ServiceAddress } from '../../shared/service-url.ts';
import { catalog, entitySet, ROOT } from '../samples.ts';

const TODAY = '2026-03-15';
const start: WizardState & ChoosingProgram = {
  today: TODAY,
  attempt: 0,
  program: undefined,
  step: 'chooseProgram',
  serviceUrl: ROOT,
  token: '',
  tokenShown: false,
  status: { kind: 'idle' },
  unreadable: false,
  resume: false,
};
const chosen: Action = { type: 'programChosen', program: 'tableau' };

function signedIn(served: Catalog, ...actions: readonly Action[]): WizardState & ChoosingData {
  const session = { address: readServiceUrl(ROOT) as ServiceAddress, token: 't', catalog: served };
  const state = [
    chosen,
    { type: 'checkStarted', attempt: 1 } as const,
    { type: 'signedIn', attempt: 1, session, counts: {} } as const,
    ...actions,
  ].reduce<WizardState>(reduce, start);
  if (state.step !== 'chooseData') throw new Error(`The page is at ${state.step}.`);
  return state;
}

const flat: EntitySetInfo = { ...entitySet('TimeEntries'), name: 'TimeEntryDetails', caption: 'Time Entry Details' };
const withFlat: Catalog = { entitySets: [...catalog.entitySets, flat] };

test('the program comes first and stays through Back, and no step is open without one', () => {
  expect(reduce(start, { type: 'continued' })).toBe(start);
  const signingIn = reduce(start, chosen);
  expect(signingIn).toMatchObject({ step: 'signIn', program: 'tableau' });
  const back = reduce(signingIn, { type: 'wentBack' });
  expect(back).toMatchObject({ step: 'chooseProgram', program: 'tableau' });
  expect(reduce(back, { type: 'continued' })).toMatchObject({ step: 'signIn' });
  expect(signedIn(catalog)).toMatchObject({ program: 'tableau' });
});

test('the browser history keeps the program and never the token, and goes where it may', () => {
  const state = signedIn(catalog);
  expect(keptOf(state)).toMatchObject({ step: 2, program: 'tableau' });
  expect(JSON.stringify(keptOf({ ...start, token: 'secret' }))).not.toContain('secret');
  const done: Action[] = [];
  const dispatch = (action: Action): void => void done.push(action);
  expect(move(start, 1, dispatch)).toBe(0);
  expect(move({ ...start, program: 'excel' }, 2, dispatch)).toBe(1);
  expect(move(state, 3, dispatch)).toBe(3);
  expect(move(state, 0, dispatch)).toBe(0);
  expect(done.map(({ type }) => type)).toEqual(['continued', 'continued', 'wentBack', 'wentBack']);
});

test('the flat table is offered and chosen first where the service has it; Tableau itself begins with the raw hours', () => {
  expect(setGroups(withFlat).map(({ title, entitySets }) => [title, ...entitySets.map(({ name }) => name)])).toEqual([
    ['One table, ready to chart', 'TimeEntryDetails'],
    ['For a model of your own', 'TimeEntries', 'Users', 'Timesheets'],
  ]);
  expect([firstSet(withFlat), firstSet(catalog)]).toEqual(['TimeEntryDetails', 'TimeEntries']);
  const names = (state: WizardState & ChoosingData) => chosenSets(state, TODAY).map((set) => set.entitySet.name);
  expect(names(signedIn(withFlat))).toEqual(['TimeEntryDetails']);
});

test('one period holds for all sets with days, and what is counted and shown is what the root gives', () => {
  const state = signedIn(
    catalog,
    { type: 'setToggled', entitySet: 'Timesheets' },
    { type: 'rangeChosen', entitySet: 'Timesheets', range: { kind: 'lastMonth' } },
    { type: 'fieldToggled', entitySet: 'TimeEntries', field: 'Hours' },
  );
  expect(chosenRootOf(state, TODAY)).toBe(
    `${ROOT}last-month/only=TimeEntries(UserID,Date,BillingRate,State),Timesheets/`,
  );
  expect(countUrlOf(state, entitySet('TimeEntries'), TODAY)).toBe(`${ROOT}last-month/TimeEntries/$count`);
  expect(countUrlOf(state, entitySet('Users'), TODAY)).toBe(`${ROOT}Users/$count`);
  expect(previewUrlOf(state, entitySet('Timesheets'), TODAY)).toMatch(/\/last-month\/Timesheets\?\$select=.*&\$top=8$/);
  expect(chosenSets(state, TODAY).map((set) => sourceOf(state, set))).toEqual([
    {
      root: `${ROOT}last-month/`,
      entitySet: 'TimeEntries',
      fields: ['ID', 'UserID', 'Date', 'BillingRate', 'State'],
    },
    { root: `${ROOT}last-month/`, entitySet: 'Timesheets', fields: undefined },
  ]);
});

test('the period of what was chosen is that of all sets after signing in again', () => {
  const before = signedIn(catalog, { type: 'rangeChosen', entitySet: 'TimeEntries', range: { kind: 'thisYear' } });
  const again = [
    { type: 'wentBack' } as const,
    { type: 'checkStarted', attempt: 2 } as const,
    { type: 'signedIn', attempt: 2, session: before.session, counts: {} } as const,
  ].reduce<WizardState>(reduce, before);
  expect(again).toMatchObject({ choices: before.choices });
});

test('a table that holds the names needs no other set for them', () => {
  const [hours, ...others] = catalog.entitySets;
  const [key] = hours?.fields ?? [];
  if (hours === undefined || key === undefined) throw new Error('The sample is empty.');
  const name = { ...key, name: 'UserName', caption: 'User Name', isKey: false };
  const served = { entitySets: [{ ...hours, fields: [...hours.fields, name] }, ...others] };
  expect(missingRelated(signedIn(served), hours, TODAY)).toEqual([]);
  const without = signedIn(served, { type: 'fieldToggled', entitySet: 'TimeEntries', field: 'UserName' });
  expect(missingRelated(without, hours, TODAY).map((set) => set.name)).toEqual(['Users']);
});

test('the names that IDs stand for are followed all the way', () => {
  const [hours, people, ...others] = catalog.entitySets;
  if (hours === undefined || people === undefined) throw new Error('The sample is empty.');
  const city: EntitySetInfo = { ...people, name: 'Cities', caption: 'Cities' };
  const [key] = people.fields;
  if (key === undefined) throw new Error('The sample has no key.');
  const link = { ...key, name: 'CityID', isKey: false, references: { entitySet: 'Cities', field: 'ID' } };
  const served = { entitySets: [hours, { ...people, fields: [...people.fields, link] }, ...others, city] };
  expect(missingRelated(signedIn(served), hours, TODAY).map(({ name }) => name)).toEqual(['Users', 'Cities']);
  const without = signedIn(served, { type: 'fieldToggled', entitySet: 'Users', field: 'CityID' });
  expect(missingRelated(without, hours, TODAY).map(({ name }) => name)).toEqual(['Users']);
});
