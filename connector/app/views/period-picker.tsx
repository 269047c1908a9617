import type { JSX } from 'preact';
import { boundsOf, RELATIVE_RANGES, rangeProblem, type DateRange } from '../../shared/date-range.ts';
import type { EntitySetInfo } from '../../shared/catalog.ts';
import { formatBounds } from '../format.ts';
import { rangeLabels, rangeMessages } from '../messages.ts';
import type { ChoosingData } from '../state.ts';
import type { Dispatch } from '../use-wizard.ts';

interface PeriodPickerProps {
  readonly entitySet: EntitySetInfo;
  readonly state: ChoosingData & { readonly today: string };
  readonly dispatch: Dispatch;
}

/** The period to read; named ones move on with every refresh, and the words below say so. */
export function PeriodPicker({ entitySet, state, dispatch }: PeriodPickerProps): JSX.Element {
  const range = state.choices[entitySet.name]?.range ?? { kind: 'all' };
  const problem = rangeProblem(range);
  const choose = (next: DateRange): void => {
    dispatch({ type: 'rangeChosen', entitySet: entitySet.name, range: next });
  };
  return (
    <div class="period">
      <div class="field">
        <label for="period">Period</label>
        <select
          id="period"
          aria-describedby="period-hint"
          value={range.kind}
          onChange={(event) => {
            choose(rangeOf(event.currentTarget.value, range, state.today));
          }}
        >
          <option value="all">All time</option>
          {RELATIVE_RANGES.map((kind) => (
            <option key={kind} value={kind}>
              {rangeLabels[kind]}
            </option>
          ))}
          <option value="custom">Between two days</option>
        </select>
      </div>
      {range.kind === 'custom' ? <Days range={range} invalid={problem !== undefined} onChoose={choose} /> : null}
      <p id="period-hint" class={problem === undefined ? 'hint' : 'hint hint-problem'} role="status">
        {problem === undefined ? hintOf(range, state.today) : rangeMessages[problem]}
      </p>
    </div>
  );
}

type CustomRange = Extract<DateRange, { readonly kind: 'custom' }>;

interface DaysProps {
  readonly range: CustomRange;
  readonly invalid: boolean;
  readonly onChoose: (range: DateRange) => void;
}

function Days({ range, invalid, onChoose }: DaysProps): JSX.Element {
  return (
    <>
      <div class="field">
        <label for="first-day">From</label>
        <input
          id="first-day"
          type="date"
          value={range.from ?? ''}
          aria-invalid={invalid}
          onInput={(event) => {
            onChoose(customRange(event.currentTarget.value, range.to ?? ''));
          }}
        />
      </div>
      <div class="field">
        <label for="last-day">To</label>
        <input
          id="last-day"
          type="date"
          value={range.to ?? ''}
          aria-invalid={invalid}
          onInput={(event) => {
            onChoose(customRange(range.from ?? '', event.currentTarget.value));
          }}
        />
      </div>
    </>
  );
}

function customRange(from: string, to: string): CustomRange {
  return { kind: 'custom', ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) };
}

/** Turning to two days begins with those of the period before, so that one need not start from nothing. */
function rangeOf(kind: string, previous: DateRange, today: string): DateRange {
  if (kind === 'custom') return { kind, ...boundsOf(previous, today) };
  const relative = RELATIVE_RANGES.find((candidate) => candidate === kind);
  return relative === undefined ? { kind: 'all' } : { kind: relative };
}

function hintOf(range: DateRange, today: string): string {
  if (range.kind === 'all') return 'Everything since the first day; this may be a lot.';
  const bounds = formatBounds(boundsOf(range, today));
  return range.kind === 'custom' ? `Always ${bounds}.` : `Now ${bounds}; moves on with every refresh.`;
}
