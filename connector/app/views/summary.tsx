import type { JSX } from 'preact';
import { boundsOf, dateFieldsOf, type DateRange } from '../../shared/date-range.ts';
import { chosenSets, countOf, estimate } from '../choices.ts';
import { formatBounds, formatBytes, formatCount, formatDuration, formatRows } from '../format.ts';
import { rangeLabels } from '../messages.ts';
import type { GettingData } from '../state.ts';

interface SummaryProps {
  readonly state: GettingData & { readonly today: string };
}

/** What will be read, one line a table. */
export function Summary({ state }: SummaryProps): JSX.Element {
  const sets = chosenSets(state, state.today);
  return (
    <div class="table-scroll summary" tabIndex={0} role="region" aria-label="What will be read">
      <table>
        <thead>
          <tr>
            <th scope="col">Table</th>
            <th scope="col">Period</th>
            <th scope="col" class="number">
              Fields
            </th>
            <th scope="col" class="number">
              Rows
            </th>
          </tr>
        </thead>
        <tbody>
          {sets.map(({ entitySet, choice }) => {
            const count = countOf(state, entitySet, state.today);
            return (
              <tr key={entitySet.name}>
                <th scope="row">{entitySet.caption}</th>
                <td>{dateFieldsOf(entitySet) === undefined ? 'All' : periodText(choice.range, state.today)}</td>
                <td class="number">
                  {entitySet.fields.length - choice.omitted.length} of {entitySet.fields.length}
                </td>
                <td class="number">{count?.kind === 'known' ? formatCount(count.value) : 'unknown'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Rows and time in words. */
export function amountText({ state }: SummaryProps): string {
  const { rows, bytes, seconds, complete } = estimate(state, state.today);
  if (!complete && rows === 0) return 'How many rows there are is unknown, and so is how long they take.';
  return `${complete ? '' : 'At least '}${formatRows(rows)}, ${formatBytes(bytes)}; ${formatDuration(seconds)} at the pace ClickTime allows.`;
}

function periodText(range: DateRange, today: string): string {
  if (range.kind === 'all') return 'All time';
  const bounds = formatBounds(boundsOf(range, today));
  return range.kind === 'custom' ? bounds : `${rangeLabels[range.kind]} (${bounds})`;
}
