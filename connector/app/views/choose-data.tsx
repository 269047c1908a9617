import type { JSX } from 'preact';
import { findEntitySet } from '../../shared/catalog.ts';
import { choiceProblem, chosenSets, estimate, mayReadNothing } from '../choices.ts';
import { formatBytes, formatDuration, formatRows } from '../format.ts';
import { choiceMessage, nothingReadable } from '../messages.ts';
import type { ChoosingData } from '../state.ts';
import type { Dispatch, WizardControls } from '../use-wizard.ts';
import { keepEnter } from './keep-enter.ts';
import { BackButton, Notice, StepHeading } from './parts.tsx';
import { RelatedHint } from './related-hint.tsx';
import { SetDetail } from './set-detail.tsx';
import { SetList } from './set-list.tsx';

interface ChooseDataProps {
  readonly state: ChoosingData & { readonly today: string };
  readonly dispatch: Dispatch;
  readonly onRetry: WizardControls['retry'];
}

/** Second step: which sets of data, which fields of each, and for which period. */
export function ChooseData({ state, dispatch, onRetry }: ChooseDataProps): JSX.Element {
  const focused = findEntitySet(state.session.catalog, state.focus);
  const problem = choiceProblem(state, state.today);
  const isClosed = mayReadNothing(state, state.today);
  return (
    <form
      class="choose-data"
      noValidate
      onKeyDown={keepEnter}
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === undefined) dispatch({ type: 'continued' });
      }}
    >
      <StepHeading>Choose data</StepHeading>
      {state.dropped.length === 0 ? null : (
        <Notice tone="caution">
          <p>The service no longer has some of what this connection had chosen: {state.dropped.join('; ')}.</p>
        </Notice>
      )}
      {isClosed ? (
        <NothingReadable dispatch={dispatch} />
      ) : (
        <div class="columns">
          <div class="side">
            <SetList state={state} dispatch={dispatch} />
            <RelatedHint state={state} dispatch={dispatch} />
          </div>
          {focused === undefined ? null : (
            <SetDetail key={focused.name} entitySet={focused} state={state} dispatch={dispatch} onRetry={onRetry} />
          )}
        </div>
      )}
      <div class="actions">
        <p class="estimate" role="status">
          {isClosed ? '' : problem === undefined ? estimateText(state) : choiceMessage(problem)}
        </p>
        <BackButton dispatch={dispatch} />
        {isClosed ? null : (
          <button type="submit" class="primary" disabled={problem !== undefined}>
            Continue
          </button>
        )}
      </div>
    </form>
  );
}

function NothingReadable({ dispatch }: Pick<ChooseDataProps, 'dispatch'>): JSX.Element {
  return (
    <Notice tone="hint" title={nothingReadable.title}>
      <p>{nothingReadable.advice}</p>
      <button
        type="button"
        onClick={() => {
          dispatch({ type: 'wentBack' });
          dispatch({ type: 'tokenTyped', text: '' });
        }}
      >
        Sign in as somebody else
      </button>
    </Notice>
  );
}

function estimateText(state: ChooseDataProps['state']): string {
  const { rows, bytes, seconds, complete, failed } = estimate(state, state.today);
  const sets = chosenSets(state, state.today).length;
  const tables = `${sets} ${sets === 1 ? 'table' : 'tables'}`;
  if (complete) return `${tables}, ${formatRows(rows)}, ${formatBytes(bytes)}, ${formatDuration(seconds)}`;
  return `${tables}, ${failed ? 'number of rows unknown' : 'counting rows'}`;
}
