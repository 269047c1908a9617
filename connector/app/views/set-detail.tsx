import type { JSX } from 'preact';
import type { EntitySetInfo } from '../../shared/catalog.ts';
import { dateFieldsOf } from '../../shared/date-range.ts';
import { countOf, countUrlOf, isChangedInVain, isRefused } from '../choices.ts';
import { failureMessages } from '../messages.ts';
import type { ChoosingData } from '../state.ts';
import type { Dispatch, WizardControls } from '../use-wizard.ts';
import { FieldPicker } from './field-picker.tsx';
import { FailureNotice, Notice } from './parts.tsx';
import { PeriodPicker } from './period-picker.tsx';
import { Preview } from './preview.tsx';

interface SetDetailProps {
  readonly entitySet: EntitySetInfo;
  readonly state: ChoosingData & { readonly today: string };
  readonly dispatch: Dispatch;
  readonly onRetry: WizardControls['retry'];
}

/** One entity set from inside: what it is, its period, its fields, its first rows. */
export function SetDetail({ entitySet, state, dispatch, onRetry }: SetDetailProps): JSX.Element {
  const count = countOf(state, entitySet, state.today);
  const refused = isRefused(count);
  return (
    <section class="set-detail" aria-labelledby="set-heading">
      <div class="set-heading">
        <h2 id="set-heading">{entitySet.caption}</h2>
        <p>{entitySet.description}</p>
      </div>
      {count?.kind !== 'failed' ? null : refused ? (
        <Notice tone="hint" title="Your ClickTime account may not read this set">
          <p>{count.failure.detail}</p>
          <p>{failureMessages.noPermission.advice}</p>
        </Notice>
      ) : (
        <>
          <FailureNotice failure={count.failure} />
          <button
            type="button"
            class="start"
            onClick={() => {
              const url = countUrlOf(state, entitySet, state.today);
              if (url !== undefined) onRetry('count', url);
            }}
          >
            Count again
          </button>
        </>
      )}
      {refused ? null : (
        <>
          {dateFieldsOf(entitySet) === undefined ? null : (
            <PeriodPicker entitySet={entitySet} state={state} dispatch={dispatch} />
          )}
          {isChangedInVain(state, entitySet) ? (
            <Notice tone="hint">
              <p>{entitySet.caption} are not chosen, so that what you change here has no effect yet.</p>
              <button
                type="button"
                onClick={() => {
                  dispatch({ type: 'setToggled', entitySet: entitySet.name });
                }}
              >
                Choose {entitySet.caption}
              </button>
            </Notice>
          ) : null}
          <FieldPicker entitySet={entitySet} state={state} dispatch={dispatch} />
          <Preview entitySet={entitySet} state={state} onRetry={onRetry} />
        </>
      )}
    </section>
  );
}
