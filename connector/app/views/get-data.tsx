import type { JSX } from 'preact';
import { chosenSets, isVeryLarge } from '../choices.ts';
import type { TableauHost } from '../host.ts';
import { formatElapsed } from '../format.ts';
import { obstacleMessages } from '../messages.ts';
import { isBusy } from '../reduce.ts';
import { laterObstacle } from '../sign-in.ts';
import type { GatheringStatus, GettingData } from '../state.ts';
import type { Dispatch } from '../use-wizard.ts';
import { BackButton, CancelButton, FailureNotice, Notice, StepHeading } from './parts.tsx';
import { amountText, Summary } from './summary.tsx';

interface GetDataProps {
  readonly state: GettingData & { readonly today: string };
  readonly host: TableauHost;
  readonly dispatch: Dispatch;
  readonly onGetData: () => void;
}

/** Last step in Tableau: what will be read, then the reading itself. */
export function GetData({ state, host, dispatch, onGetData }: GetDataProps): JSX.Element {
  const { status } = state;
  const busy = isBusy(status);
  const obstacle = laterObstacle(state.session.address.root);
  return (
    <form
      class="get-data"
      aria-busy={busy}
      onSubmit={(event) => {
        event.preventDefault();
        onGetData();
      }}
    >
      <StepHeading>Get data</StepHeading>
      <p class="lead">{amountText({ state })}</p>
      <Summary state={state} />
      {obstacle === undefined || busy ? null : (
        <Notice tone="caution">
          <p>{obstacleMessages[obstacle]}</p>
        </Notice>
      )}
      {isVeryLarge(state, state.today) && !busy ? (
        <Notice tone="caution">
          <p>
            This is a lot: Tableau holds all of it in memory until the last row is there. Should it give up, choose a
            shorter period or fewer fields, or use the OData connection built into Tableau.
          </p>
        </Notice>
      ) : null}
      <Progress status={status} tables={chosenSets(state, state.today).length} />
      {status.kind === 'failed' ? <FailureNotice failure={status.failure} about={status.entitySet} /> : null}
      <div class="actions">
        <CancelButton host={host} />
        <BackButton dispatch={dispatch} disabled={busy} />
        <button type="submit" class="primary" disabled={busy}>
          {status.kind === 'failed' ? 'Try again' : 'Get data'}
        </button>
      </div>
    </form>
  );
}

interface ProgressProps {
  readonly status: GatheringStatus;
  readonly tables: number;
}

function Progress({ status, tables }: ProgressProps): JSX.Element {
  return (
    <div class="progress">
      <p role="status">{progressText(status, tables)}</p>
      {status.kind === 'trying' ? <progress aria-label="Tables tried" value={status.done} max={tables} /> : null}
      {status.kind === 'reading' ? (
        <>
          <progress aria-label="Reading all rows" />
          <p class="quiet">
            {formatElapsed(status.seconds)} so far. Tableau closes this window when it has all rows; if reading fails,
            Tableau says why and keeps nothing.
          </p>
        </>
      ) : null}
    </div>
  );
}

function progressText(status: GatheringStatus, tables: number): string {
  if (status.kind === 'trying') return `Trying table ${status.done + 1} of ${tables}`;
  return status.kind === 'reading' ? 'Reading all rows' : '';
}
