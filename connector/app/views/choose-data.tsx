import type { JSX } from 'preact';
import { findEntitySet } from '../../shared/catalog.ts';
import { choiceProblem, chosenSets, estimate } from '../choices.ts';
import { formatDuration, formatRows } from '../format.ts';
import { choiceMessage } from '../messages.ts';
import type { ChoosingData } from '../state.ts';
import type { Dispatch, WizardControls } from '../use-wizard.ts';
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
  return (
    <form
      class="choose-data"
      noValidate
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
      <div class="columns">
        <div class="side">
          <SetList state={state} dispatch={dispatch} />
          <RelatedHint state={state} dispatch={dispatch} />
        </div>
        {focused === undefined ? null : (
          <SetDetail key={focused.name} entitySet={focused} state={state} dispatch={dispatch} onRetry={onRetry} />
        )}
      </div>
      <div class="actions">
        <p class="estimate" role="status">
          {problem === undefined ? estimateText(state) : choiceMessage(problem)}
        </p>
        <BackButton dispatch={dispatch} />
        <button type="submit" class="primary" disabled={problem !== undefined}>
          Continue
        </button>
      </div>
    </form>
  );
}

function estimateText(state: ChooseDataProps['state']): string {
  const { rows, seconds, complete } = estimate(state, state.today);
  const sets = chosenSets(state, state.today).length;
  const tables = `${sets} ${sets === 1 ? 'table' : 'tables'}`;
  return complete ? `${tables}, ${formatRows(rows)}, ${formatDuration(seconds)}` : `${tables}, counting rows`;
}
