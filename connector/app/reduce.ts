import { choiceProblem, droppedChoices, initialChoices, restoredChoices, tableRequest, withPeriod } from './choices.ts';
import type { Action, Choosing, GatheringStatus, SetChoice, WizardState } from './state.ts';

/**
 * The next state. An action that does not fit the step changes nothing, nor does an answer to what was asked in the name of
 * an earlier attempt to sign in: it was overtaken by another.
 */
export function reduce(state: WizardState, action: Action): WizardState {
  if ('attempt' in action && action.type !== 'checkStarted' && action.attempt !== state.attempt) return state;
  switch (state.step) {
    case 'chooseProgram':
      return reduceProgram(state, action);
    case 'signIn':
      return reduceSignIn(state, action);
    case 'chooseData':
      return reduceChoosing(state, action);
    case 'getData':
      return reduceGetting(state, action);
  }
}

type StateOf<Step extends WizardState['step']> = Extract<WizardState, { readonly step: Step }>;

function reduceProgram(state: StateOf<'chooseProgram'>, action: Action): WizardState {
  switch (action.type) {
    case 'programChosen':
      return { ...state, program: action.program, step: 'signIn' };
    case 'continued':
      return state.program === undefined ? state : { ...state, step: 'signIn' };
    default:
      return state;
  }
}

function reduceSignIn(state: StateOf<'signIn'>, action: Action): WizardState {
  switch (action.type) {
    case 'serviceUrlTyped':
      return { ...state, serviceUrl: action.text, status: { kind: 'idle' } };
    case 'tokenTyped':
      return { ...state, token: action.text, status: { kind: 'idle' } };
    case 'tokenShownToggled':
      return { ...state, tokenShown: !state.tokenShown };
    case 'checkStarted':
      return { ...state, attempt: action.attempt, status: { kind: 'checking' } };
    case 'inputRefused':
      return { ...state, status: { kind: 'incomplete' } };
    case 'checkFailed':
      return state.status.kind === 'checking'
        ? { ...state, status: { kind: 'failed', failure: action.failure } }
        : state;
    case 'signedIn':
      return state.status.kind === 'checking' ? signedIn(state, action) : state;
    case 'wentBack':
      return state.program === undefined ? state : { ...state, step: 'chooseProgram', status: { kind: 'idle' } };
    default:
      return state;
  }
}

function signedIn(state: StateOf<'signIn'>, action: Extract<Action, { type: 'signedIn' }>): WizardState {
  const { session, counts } = action;
  const { today, attempt, program, restore } = state;
  const choices =
    restore === undefined
      ? initialChoices(session.catalog, program)
      : restoredChoices(session.catalog, restore, program);
  const firstChosen = session.catalog.entitySets.find((entitySet) => choices[entitySet.name]?.chosen);
  const focus = (firstChosen ?? session.catalog.entitySets[0])?.name ?? '';
  const answers = { counts, previews: {} };
  const dropped = restore === undefined ? [] : droppedChoices(session.catalog, restore);
  const choosing = { today, attempt, program, session, choices, answers, focus, search: '' };
  if (state.resume && dropped.length === 0 && choiceProblem(choosing, today) === undefined)
    return { ...choosing, step: 'getData', status: { kind: 'idle' } };
  return { ...choosing, step: 'chooseData', dropped };
}

function reduceChoosing(state: StateOf<'chooseData'>, action: Action): WizardState {
  switch (action.type) {
    case 'setToggled':
      return {
        ...withChoice(state, action.entitySet, (choice) => ({ ...choice, chosen: !choice.chosen })),
        focus: action.entitySet,
        search: state.focus === action.entitySet ? state.search : '',
      };
    case 'relatedAdded':
      return action.entitySets.reduce((next, name) => withChoice(next, name, (c) => ({ ...c, chosen: true })), state);
    case 'focused':
      return state.focus === action.entitySet ? state : { ...state, focus: action.entitySet, search: '' };
    case 'searched':
      return { ...state, search: action.text };
    case 'fieldToggled':
      return withChoice(state, action.entitySet, (choice) =>
        switchFields(choice, [action.field], choice.omitted.includes(action.field)),
      );
    case 'fieldsSwitched':
      return withChoice(state, action.entitySet, (choice) => switchFields(choice, action.fields, action.on));
    case 'rangeChosen':
      // What other programs read has one root, and that has one period.
      return state.program === undefined
        ? withChoice(state, action.entitySet, (choice) => ({ ...choice, range: action.range }))
        : { ...state, choices: withPeriod(state.session.catalog, state.choices, action.range) };
    case 'continued':
      return { ...state, step: 'getData', status: { kind: 'idle' } };
    case 'wentBack':
      return backToSignIn(state);
    default:
      return withAnswer(state, action);
  }
}

function reduceGetting(state: StateOf<'getData'>, action: Action): WizardState {
  switch (action.type) {
    case 'gathering':
      return { ...state, status: action.status };
    case 'wentBack':
      return isBusy(state.status) ? state : backToChoosing(state);
    default:
      return withAnswer(state, action);
  }
}

function withAnswer<State extends Choosing>(state: State, action: Action): State {
  const { answers } = state;
  switch (action.type) {
    case 'countAnswered':
      return { ...state, answers: { ...answers, counts: { ...answers.counts, [action.url]: action.count } } };
    case 'previewAnswered':
      return { ...state, answers: { ...answers, previews: { ...answers.previews, [action.url]: action.preview } } };
    default:
      return state;
  }
}

function withChoice(
  state: StateOf<'chooseData'>,
  name: string,
  change: (choice: SetChoice) => SetChoice,
): StateOf<'chooseData'> {
  const choice = state.choices[name];
  return choice === undefined ? state : { ...state, choices: { ...state.choices, [name]: change(choice) } };
}

function switchFields(choice: SetChoice, fields: readonly string[], on: boolean): SetChoice {
  const others = choice.omitted.filter((name) => !fields.includes(name));
  return { ...choice, omitted: on ? others : [...others, ...fields] };
}

/** Signing in again, perhaps elsewhere, keeps what was chosen. */
function backToSignIn(state: StateOf<'chooseData'>): WizardState {
  const { address, token } = state.session;
  const request = tableRequest(state, state.today);
  return {
    today: state.today,
    attempt: state.attempt,
    program: state.program,
    step: 'signIn',
    serviceUrl: address.root,
    token,
    tokenShown: false,
    status: { kind: 'idle' },
    resume: false,
    unreadable: false,
    restore: request.sets.length === 0 ? undefined : request,
  };
}

function backToChoosing(state: StateOf<'getData'>): WizardState {
  const { status: _, ...choosing } = state;
  return { ...choosing, step: 'chooseData', dropped: [] };
}

/** Whether tables are being tried or read. */
export const isBusy = ({ kind }: GatheringStatus): boolean => kind === 'trying' || kind === 'reading';
