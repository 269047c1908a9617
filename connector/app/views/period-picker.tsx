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
        {problem === undefined && state.program !== undefined ? ' The same period for all tables.' : ''}
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
  const { from = '', to = '' } = range;
  const chooseFirst = (day: string): void => onChoose(customRange(day, to));
  const chooseLast = (day: string): void => onChoose(customRange(from, day));
  return (
    <>
      <DayField id="first-day" label="From" day={from} invalid={invalid} onInput={chooseFirst} />
      <DayField id="last-day" label="To" day={to} invalid={invalid} onInput={chooseLast} />
    </>
  );
}

interface DayFieldProps {
  readonly id: string;
  readonly label: string;
  readonly day: string;
  readonly invalid: boolean;
  readonly onInput: (day: string) => void;
}

function DayField({ id, label, day, invalid, onInput }: DayFieldProps): JSX.Element {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="date"
        value={day}
        aria-invalid={invalid}
        onInput={(event) => {
          onInput(event.currentTarget.value);
        }}
      />
    </div>
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
