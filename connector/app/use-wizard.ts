/** The wizard's state together with the questions it makes the host ask. */
import { useCallback, useEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { localDay } from '../shared/date-range.ts';
import { findEntitySet } from '../shared/catalog.ts';
import { readTableRequest, type TableRequest } from '../shared/table-request.ts';
import { addressOf, chosenSets, countedSets, countUrlOf, previewUrlOf, tableRequest } from './choices.ts';
import { fetchCount, fetchRows, type Connection } from './client.ts';
import type { Outcome } from './failure.ts';
import type { Host } from './host.ts';
import { reduce } from './reduce.ts';
import { useStepHistory } from './use-step-history.ts';
import { checkSignIn, tokenProblem, urlProblem } from './sign-in.ts';
import {
  STEPS,
  type Action,
  type ChoosingData,
  type GatheringStatus,
  type GettingData,
  type Loaded,
  type SigningIn,
  type WizardState,
} from './state.ts';

export type Dispatch = (action: Action) => void;

export interface WizardControls {
  readonly state: WizardState;
  readonly dispatch: Dispatch;
  readonly signIn: () => void;
  /** Asks again for a count or preview that failed. */
  readonly retry: (what: 'count' | 'preview', url: string) => void;
  readonly getData: () => void;
}

export function useWizard(host: Host): WizardControls {
  const [state, dispatch] = useReducer(reduce, host, initialState);
  const asked = useRef(new Set<string>());
  /** Two clicks in a row come before the button is switched off. */
  const gathering = useRef(false);
  const session = 'session' in state ? state.session : undefined;
  const { attempt } = state;
  const connection = useMemo<Connection | undefined>(
    () => (session === undefined ? undefined : { host, root: session.address.root, token: session.token }),
    [host, session],
  );

  const askCount = useCallback(
    (url: string): void => {
      if (connection === undefined) return;
      dispatch({ type: 'countAnswered', attempt, url, count: { kind: 'loading' } });
      void fetchCount(connection, url).then((outcome) => {
        dispatch({ type: 'countAnswered', attempt, url, count: loaded(outcome) });
      });
    },
    [connection, attempt],
  );
  const askPreview = useCallback(
    (url: string): void => {
      if (connection === undefined) return;
      dispatch({ type: 'previewAnswered', attempt, url, preview: { kind: 'loading' } });
      void fetchRows(connection, url).then((outcome) => {
        dispatch({ type: 'previewAnswered', attempt, url, preview: loaded(outcome) });
      });
    },
    [connection, attempt],
  );

  useEffect(() => {
    asked.current.clear();
  }, [session]);
  useEffect(() => {
    if (!('session' in state)) return;
    // ClickTime answers one after the other: first what is looked at.
    const preview = state.step === 'chooseData' ? wantedPreview(state) : undefined;
    if (preview !== undefined) once(asked.current, preview, askPreview);
    for (const url of wantedCounts(state)) once(asked.current, url, askCount);
  }, [state, askCount, askPreview]);
  useElapsedSeconds(state, dispatch);
  useStepHistory(host, state, dispatch);

  return {
    state,
    dispatch,
    signIn: () => {
      if (state.step === 'signIn') void signIn(state, host, dispatch);
    },
    retry: (what, url) => {
      (what === 'count' ? askCount : askPreview)(url);
    },
    getData: () => {
      if (state.step !== 'getData' || connection === undefined || gathering.current) return;
      gathering.current = true;
      void getData(state, connection, dispatch).finally(() => {
        gathering.current = false;
      });
    },
  };
}

function initialState(host: Host): WizardState {
  const restore = savedRequest(host);
  const opened = host.kind === 'browser' ? host.history.opened : undefined;
  const isFirst = opened !== undefined && (opened.step === 0 || opened.program === undefined);
  return {
    today: localDay(new Date()),
    attempt: 0,
    program: opened?.program,
    step: isFirst ? 'chooseProgram' : 'signIn',
    serviceUrl: (host.kind === 'browser' ? undefined : restore?.service) ?? host.serviceUrl,
    token: host.saved?.token ?? '',
    tokenShown: false,
    status: { kind: 'idle' },
    unreadable: host.saved !== undefined && restore === undefined,
    restore,
    resume: opened !== undefined && (STEPS[opened.step] === 'getData' || opened.resume === true),
  };
}

/** A connection that this version cannot read is chosen anew rather than half restored. */
function savedRequest(host: Host): TableRequest | undefined {
  try {
    const request = host.kind === 'browser' ? host.history.opened.request : host.saved?.request;
    return request === undefined ? undefined : readTableRequest(request);
  } catch {
    return undefined;
  }
}

type StateIn<Step> = WizardState & Step;

async function signIn(state: StateIn<SigningIn>, host: Host, dispatch: Dispatch): Promise<void> {
  if (urlProblem(state.serviceUrl, host) !== undefined || tokenProblem(state.token) !== undefined) {
    dispatch({ type: 'inputRefused' });
    return;
  }
  const attempt = state.attempt + 1;
  dispatch({ type: 'checkStarted', attempt });
  const outcome = await checkSignIn(state, host, state.today);
  if (outcome.ok) dispatch({ type: 'signedIn', attempt, ...outcome.value });
  else dispatch({ type: 'checkFailed', attempt, failure: outcome.failure });
}

function wantedCounts(state: StateIn<ChoosingData | GettingData>): readonly string[] {
  const focus = state.step === 'chooseData' ? state.focus : undefined;
  return countedSets(state, focus).flatMap((entitySet) => {
    const url = countUrlOf(state, entitySet, state.today);
    return url === undefined || state.answers.counts[url] !== undefined ? [] : [url];
  });
}

function wantedPreview(state: StateIn<ChoosingData>): string | undefined {
  const entitySet = findEntitySet(state.session.catalog, state.focus);
  const url = entitySet === undefined ? undefined : previewUrlOf(state, entitySet, state.today);
  return url === undefined || state.answers.previews[url] !== undefined ? undefined : url;
}

function once(asked: Set<string>, url: string, ask: (url: string) => void): void {
  if (asked.has(url)) return;
  asked.add(url);
  ask(url);
}

/** Tries the first row of every table, so that most failures are told here and not by Tableau after a wait. */
async function getData(state: StateIn<GettingData>, connection: Connection, dispatch: Dispatch): Promise<void> {
  const { host, token } = connection;
  if (host.kind !== 'tableau') return;
  const { today, attempt } = state;
  const tell = (status: GatheringStatus): void => {
    dispatch({ type: 'gathering', attempt, status });
  };
  const chosen = chosenSets(state, today);
  for (const [done, set] of chosen.entries()) {
    tell({ kind: 'trying', done });
    const address = addressOf(state, set, today);
    const outcome = await fetchRows(connection, `${address}${address.includes('?') ? '&' : '?'}$top=1`);
    if (!outcome.ok) {
      const entitySet = set.entitySet.caption;
      tell({ kind: 'failed', failure: outcome.failure, entitySet });
      return;
    }
  }
  tell({ kind: 'reading', seconds: 0 });
  try {
    await host.submit(tableRequest(state, today), token);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    tell({ kind: 'failed', failure: { kind: 'serviceError', detail } });
  }
}

function useElapsedSeconds(state: WizardState, dispatch: Dispatch): void {
  const { attempt } = state;
  const status = state.step === 'getData' ? state.status : undefined;
  useEffect(() => {
    if (status?.kind !== 'reading') return undefined;
    const timer = setTimeout(() => {
      dispatch({ type: 'gathering', attempt, status: { kind: 'reading', seconds: status.seconds + 1 } });
    }, 1000);
    return () => {
      clearTimeout(timer);
    };
  }, [status, attempt, dispatch]);
}

function loaded<Value>(outcome: Outcome<Value>): Loaded<Value> {
  return outcome.ok ? { kind: 'known', value: outcome.value } : { kind: 'failed', failure: outcome.failure };
}
