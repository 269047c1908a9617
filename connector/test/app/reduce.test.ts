// The wizard's state as a table of actions. What is asked of the service is in sign-in.test.ts; the page itself is
// driven in the e2e tests.
import { expect, test } from 'vitest';
import {
  addressOf,
  chosenSets,
  choiceProblem,
  countedSets,
  countUrlOf,
  estimate,
  isChangedInVain,
  isVeryLarge,
  mayReadNothing,
  missingRelated,
  previewUrlOf,
  tableRequest,
} from '../../app/choices.ts';
import { reduce } from '../../app/reduce.ts';
import type { Action, Answer, ChoosingData, Session, SigningIn, WizardState } from '../../app/state.ts';
import { readServiceUrl, type ServiceAddress } from '../../shared/service-url.ts';
import { catalog, entitySet, ROOT, setRequest, tableRequest as request } from '../samples.ts';

const TODAY = '2026-03-15';
const session = { address: readServiceUrl(ROOT) as ServiceAddress, token: 't', catalog };
const start: WizardState & SigningIn = {
  today: TODAY,
  attempt: 0,
  program: undefined,
  step: 'signIn',
  serviceUrl: ROOT,
  token: 't',
  tokenShown: false,
  status: { kind: 'idle' },
  unreadable: false,
  resume: false,
};
const signedIn = (attempt: number, signed: Session = session): readonly Action[] => [
  { type: 'checkStarted', attempt },
  { type: 'signedIn', attempt, session: signed, counts: {} },
];
const signIn = signedIn(1);

function after(state: WizardState, ...actions: readonly Action[]): WizardState {
  return actions.reduce(reduce, state);
}

function choosing(...actions: readonly Action[]): WizardState & ChoosingData {
  const state = after(start, ...signIn, ...actions);
  if (state.step !== 'chooseData') throw new Error(`The wizard is at ${state.step}.`);
  return state;
}

const names = (state: ReturnType<typeof choosing>): readonly string[] =>
  chosenSets(state, TODAY).map((set) => set.entitySet.name);

test('typing takes a failure away', () => {
  const failed = after(
    start,
    { type: 'checkStarted', attempt: 1 },
    { type: 'checkFailed', attempt: 1, failure: { kind: 'wrongToken', detail: '' } },
  );
  expect(failed).toMatchObject({ status: { kind: 'failed' } });
  expect(after(failed, { type: 'tokenTyped', text: 'u' })).toMatchObject({ token: 'u', status: { kind: 'idle' } });
  expect(after(failed, { type: 'serviceUrlTyped', text: 'x' })).toMatchObject({
    serviceUrl: 'x',
    status: { kind: 'idle' },
  });
});

test('an answer to a check that was overtaken by typing changes nothing', () => {
  const typed = after(start, { type: 'checkStarted', attempt: 1 }, { type: 'tokenTyped', text: 'other' });
  expect(after(typed, { type: 'signedIn', attempt: 1, session, counts: {} })).toBe(typed);
  expect(after(typed, { type: 'checkFailed', attempt: 1, failure: { kind: 'wrongToken', detail: '' } })).toBe(typed);
});

// ---- Answers belong to the account they were asked for ----------------------------------------------------------------

const other: Session = { ...session, token: 'u' };
const failure = { kind: 'wrongToken', detail: '' } as const;
const url = `${ROOT}TimeEntries/$count`;

/** Each answer, and the state of the second account that it must not reach. */
const lateAnswers: readonly (readonly [Answer, WizardState])[] = [
  [
    { type: 'signedIn', attempt: 1, session, counts: {} },
    after(start, ...signedIn(1).slice(0, 1), { type: 'checkStarted', attempt: 2 }),
  ],
  [
    { type: 'checkFailed', attempt: 1, failure },
    after(start, { type: 'checkStarted', attempt: 1 }, { type: 'checkStarted', attempt: 2 }),
  ],
  [{ type: 'countAnswered', attempt: 1, url, count: { kind: 'known', value: 7 } }, after(start, ...signedIn(2, other))],
  [
    { type: 'countAnswered', attempt: 1, url, count: { kind: 'failed', failure } },
    after(start, ...signedIn(2, other), { type: 'continued' }),
  ],
  [
    { type: 'previewAnswered', attempt: 1, url, preview: { kind: 'known', value: [{ ID: 'a' }] } },
    after(start, ...signedIn(2, other)),
  ],
  [
    { type: 'gathering', attempt: 1, status: { kind: 'failed', failure } },
    after(start, ...signedIn(2, other), { type: 'continued' }),
  ],
];

test.each(lateAnswers.map(([answer, state]) => [answer.type, answer, state] as const))(
  'a late %s of an earlier account changes nothing',
  (_, answer, state) => {
    expect(reduce(state, answer)).toBe(state);
    // The same answer is taken in the name of the account that is there.
    expect(reduce(state, { ...answer, attempt: 2 })).not.toBe(state);
  },
);

test('going back to signing in and in again with another token, counts and previews begin anew', () => {
  const known: Answer = { type: 'countAnswered', attempt: 1, url, count: { kind: 'known', value: 7 } };
  const back = after(choosing(known), { type: 'wentBack' }, { type: 'tokenTyped', text: 'u' });
  expect(after(back, known)).toBe(back);
  expect(after(back, ...signedIn(2, other), known)).toMatchObject({
    session: other,
    answers: { counts: {}, previews: {} },
  });
});

test('while Tableau reads, nobody goes back to where another account could sign in', () => {
  for (const status of [
    { kind: 'trying', done: 0 },
    { kind: 'reading', seconds: 3 },
  ] as const) {
    const busy = after(choosing(), { type: 'continued' }, { type: 'gathering', attempt: 1, status });
    expect(after(busy, { type: 'wentBack' })).toBe(busy);
  }
});

test('at first, time entries of the last 90 days with all fields', () => {
  const state = choosing();
  expect(state.focus).toBe('TimeEntries');
  expect(tableRequest(state, TODAY)).toEqual(request(setRequest('TimeEntries', { range: { kind: 'last90Days' } })));
});

test('choosing a set looks inside it; fields and period are its own', () => {
  const state = choosing(
    { type: 'setToggled', entitySet: 'Users' },
    { type: 'fieldToggled', entitySet: 'Users', field: 'Hired' },
    { type: 'fieldToggled', entitySet: 'Users', field: 'IsActive' },
    { type: 'fieldToggled', entitySet: 'Users', field: 'IsActive' },
    { type: 'rangeChosen', entitySet: 'TimeEntries', range: { kind: 'all' } },
  );
  expect(state.focus).toBe('Users');
  expect(tableRequest(state, TODAY)).toEqual(
    request(setRequest('TimeEntries'), setRequest('Users', { fields: ['ID', 'Name', 'IsActive'] })),
  );
});

test('switching many fields touches just those named', () => {
  const off: Action = { type: 'fieldsSwitched', entitySet: 'TimeEntries', fields: ['Hours', 'State'], on: false };
  const on: Action = { type: 'fieldsSwitched', entitySet: 'TimeEntries', fields: ['Hours'], on: true };
  const state = choosing({ type: 'fieldToggled', entitySet: 'TimeEntries', field: 'Date' }, off, off, on);
  expect(state.choices['TimeEntries']?.omitted).toEqual(['Date', 'State']);
});

test('a stored connection is restored, however much the service has changed', () => {
  const restore = request(
    setRequest('Users', { fields: ['Name', 'Shoe'] }),
    setRequest('Timesheets', { range: { kind: 'custom', from: '2026-01-01' } }),
    setRequest('Expenses'),
  );
  const state = after({ ...start, restore }, ...signIn);
  expect(state).toMatchObject({ step: 'chooseData', focus: 'Users', dropped: ['Users: Shoe', 'Expenses'] });
  expect(tableRequest(state as ChoosingData, TODAY)).toEqual(
    request(
      setRequest('Users', { fields: ['ID', 'Name'] }),
      setRequest('Timesheets', { range: { kind: 'custom', from: '2026-01-01' } }),
    ),
  );
});

test('back to signing in and in again, the choices are as they were', () => {
  const before = choosing(
    { type: 'setToggled', entitySet: 'Users' },
    { type: 'fieldToggled', entitySet: 'Users', field: 'Name' },
  );
  const again = after(before, { type: 'wentBack' }, ...signIn);
  expect(again).toMatchObject({ step: 'chooseData', choices: before.choices });
});

test('signing in after a reload leads to the step where it was, unless something has to be chosen anew', () => {
  const restore = request(setRequest('Users'));
  expect(after({ ...start, restore, resume: true }, ...signIn)).toMatchObject({ step: 'getData' });
  expect(after({ ...start, restore, resume: false }, ...signIn)).toMatchObject({ step: 'chooseData' });
  const gone = request(setRequest('Users'), setRequest('Expenses'));
  expect(after({ ...start, restore: gone, resume: true }, ...signIn)).toMatchObject({
    step: 'chooseData',
    dropped: ['Expenses'],
  });
});

test('getting data and back loses nothing', () => {
  const before = choosing({ type: 'searched', text: 'rate' });
  expect(after(before, { type: 'continued' }, { type: 'wentBack' })).toEqual(before);
});

test('answers are kept by address, so a late one never shows under another period', () => {
  const state = choosing();
  const ninety = countUrlOf(state, entitySet('TimeEntries'), TODAY) ?? '';
  const later = after(
    state,
    { type: 'rangeChosen', entitySet: 'TimeEntries', range: { kind: 'lastMonth' } },
    { type: 'countAnswered', attempt: 1, url: ninety, count: { kind: 'known', value: 7 } },
  ) as ChoosingData;
  expect(estimate(later, TODAY)).toEqual({ rows: 0, bytes: 0, seconds: 0, complete: false, failed: false });
  const back = after(later as WizardState, {
    type: 'rangeChosen',
    entitySet: 'TimeEntries',
    range: { kind: 'last90Days' },
  });
  expect(estimate(back as ChoosingData, TODAY)).toEqual({
    rows: 7,
    bytes: 952,
    seconds: 1,
    complete: true,
    failed: false,
  });
});

test('a count that failed leaves the amount unknown, not as if it were still asked for', () => {
  const state = choosing();
  const asked = countUrlOf(state, entitySet('TimeEntries'), TODAY) ?? '';
  const failed = choosing({ type: 'countAnswered', attempt: 1, url: asked, count: { kind: 'failed', failure } });
  expect(estimate(failed, TODAY)).toEqual({ rows: 0, bytes: 0, seconds: 0, complete: false, failed: true });
});

test('an account that may read nothing is known when the last set is refused', () => {
  const state = choosing();
  const refusals = catalog.entitySets.map((each): Action => {
    const count = { kind: 'failed', failure: { kind: 'noPermission', detail: '' } } as const;
    return { type: 'countAnswered', attempt: 1, url: countUrlOf(state, each, TODAY) ?? '', count };
  });
  expect(mayReadNothing(choosing(...refusals.slice(1)), TODAY)).toBe(false);
  expect(mayReadNothing(choosing(...refusals), TODAY)).toBe(true);
});

test('what is changed in a set that is not chosen has no effect, and is known as such', () => {
  const change: Action = { type: 'fieldToggled', entitySet: 'Users', field: 'Hired' };
  const later: Action = { type: 'rangeChosen', entitySet: 'Timesheets', range: { kind: 'all' } };
  expect(isChangedInVain(choosing(), entitySet('Users'))).toBe(false);
  expect(isChangedInVain(choosing(change), entitySet('Users'))).toBe(true);
  expect(isChangedInVain(choosing(later), entitySet('Timesheets'))).toBe(true);
  expect(isChangedInVain(choosing(change, { type: 'setToggled', entitySet: 'Users' }), entitySet('Users'))).toBe(false);
  expect(isChangedInVain(choosing(change, change), entitySet('Users'))).toBe(false);
});

test('a set the account may not read is neither chosen nor offered', () => {
  const state = choosing();
  const refuse = (name: string): Action => ({
    type: 'countAnswered',
    attempt: 1,
    url: countUrlOf(state, entitySet(name), TODAY) ?? '',
    count: { kind: 'failed', failure: { kind: 'noPermission', detail: '' } },
  });
  expect(missingRelated(state, entitySet('TimeEntries'), TODAY).map(({ name }) => name)).toEqual(['Users']);
  expect(missingRelated(choosing(refuse('Users')), entitySet('TimeEntries'), TODAY)).toEqual([]);
  const refused = choosing(refuse('TimeEntries'));
  expect(names(refused)).toEqual([]);
  expect(missingRelated(refused, entitySet('TimeEntries'), TODAY)).toEqual([]);
  expect(choiceProblem(refused, TODAY)).toEqual({ kind: 'nothingChosen' });
});

test('the related sets can be added at once', () => {
  const state = choosing({ type: 'relatedAdded', entitySets: ['Users'] });
  expect(names(state)).toEqual(['TimeEntries', 'Users']);
  expect(missingRelated(state, entitySet('TimeEntries'), TODAY)).toEqual([]);
});

test('while a period is not complete nothing is asked and nobody goes on', () => {
  const state = choosing({ type: 'rangeChosen', entitySet: 'TimeEntries', range: { kind: 'custom' } });
  expect(countUrlOf(state, entitySet('TimeEntries'), TODAY)).toBeUndefined();
  expect(previewUrlOf(state, entitySet('TimeEntries'), TODAY)).toBeUndefined();
  expect(choiceProblem(state, TODAY)).toMatchObject({
    kind: 'period',
    entitySet: { name: 'TimeEntries' },
    problem: 'empty',
  });
  const reversed = { kind: 'custom', from: '2026-03-02', to: '2026-03-01' } as const;
  const wrong = choosing({ type: 'rangeChosen', entitySet: 'TimeEntries', range: reversed });
  expect(choiceProblem(wrong, TODAY)).toMatchObject({ problem: 'fromAfterTo' });
});

test('an extract that Tableau may not hold is known by rows times fields', () => {
  const state = choosing();
  const url = countUrlOf(state, entitySet('TimeEntries'), TODAY) ?? '';
  const many: Action = { type: 'countAnswered', attempt: 1, url, count: { kind: 'known', value: 4_000_000 } };
  const none: Action = {
    type: 'fieldsSwitched',
    entitySet: 'TimeEntries',
    fields: ['Hours', 'Date', 'State'],
    on: false,
  };
  expect(isVeryLarge(state, TODAY)).toBe(false);
  expect(isVeryLarge(choosing(many), TODAY)).toBe(true);
  expect(isVeryLarge(choosing(many, none), TODAY)).toBe(false);
});

test('the address to take along is what the choices amount to', () => {
  const state = choosing(
    { type: 'fieldsSwitched', entitySet: 'TimeEntries', fields: ['UserID', 'BillingRate', 'State'], on: false },
    { type: 'rangeChosen', entitySet: 'TimeEntries', range: { kind: 'lastMonth' } },
  );
  const [set] = chosenSets(state, TODAY);
  expect(set === undefined ? '' : addressOf(state, set, TODAY)).toBe(
    `${ROOT}TimeEntries?$select=ID,Date,Hours&$filter=Date%20ge%202026-02-01%20and%20Date%20le%202026-02-28`,
  );
});

test('rows are counted of the first sets, of those that are chosen, and of the one that is looked at', () => {
  const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'];
  const many = names.map((name) => ({ ...entitySet('TimeEntries'), name, caption: name }));
  const choice = { chosen: false, omitted: [], range: { kind: 'all' } } as const;
  const state = {
    ...choosing(),
    session: { ...session, catalog: { ...catalog, entitySets: many } },
    choices: { I: { ...choice, chosen: true }, H: choice },
  };
  const counted = (focus: string | undefined) => countedSets(state, focus).map(({ name }) => name);
  expect(counted(undefined)).toEqual([...names.slice(0, 7), 'I']);
  expect(counted('H')).toEqual([...names.slice(0, 7), 'H', 'I']);
});
