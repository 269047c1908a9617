import type { JSX } from 'preact';
import type { EntitySetInfo } from '../../shared/catalog.ts';
import { rangeProblem } from '../../shared/date-range.ts';
import { countedSets, countOf, isRefused } from '../choices.ts';
import { formatRows } from '../format.ts';
import { setGroups } from '../set-groups.ts';
import type { ChoosingData, Loaded, SetChoice } from '../state.ts';
import type { Dispatch } from '../use-wizard.ts';

interface SetListProps {
  readonly state: ChoosingData & { readonly today: string };
  readonly dispatch: Dispatch;
}

/** The entity sets: a box to choose each, and its name to look inside. */
export function SetList({ state, dispatch }: SetListProps): JSX.Element {
  return (
    <fieldset class="set-list">
      <legend class="visually-hidden">Sets of data</legend>
      {setGroups(state.session.catalog).map(({ title, entitySets }) => (
        <div key={title} class="set-group">
          <p class="set-group-title">{title}</p>
          {entitySets.map((entitySet) => (
            <SetRow key={entitySet.name} entitySet={entitySet} state={state} dispatch={dispatch} />
          ))}
        </div>
      ))}
    </fieldset>
  );
}

function SetRow({ entitySet, state, dispatch }: SetListProps & { readonly entitySet: EntitySetInfo }): JSX.Element {
  const { name, caption } = entitySet;
  const count = countOf(state, entitySet, state.today);
  const refused = isRefused(count);
  const focused = state.focus === name;
  const isCounted = countedSets(state, state.focus).includes(entitySet);
  return (
    <div class={['set-row', focused ? 'focused' : '', refused ? 'refused' : ''].join(' ')}>
      <input
        type="checkbox"
        id={`set-${name}`}
        aria-label={caption}
        aria-describedby={`set-${name}-rows`}
        checked={state.choices[name]?.chosen === true && !refused}
        disabled={refused}
        onChange={() => {
          dispatch({ type: 'setToggled', entitySet: name });
        }}
      />
      <button
        type="button"
        class="set-name"
        aria-label={`Details of ${caption}`}
        aria-current={focused}
        onClick={() => {
          dispatch({ type: 'focused', entitySet: name });
        }}
      >
        <span class="set-caption">{caption}</span>
        <span class="set-rows" id={`set-${name}-rows`}>
          {countText(count, state.choices[name], isCounted)}
        </span>
      </button>
    </div>
  );
}

/** The row count of an entity set, or why there is none. */
function countText(count: Loaded<number> | undefined, choice: SetChoice | undefined, isCounted: boolean): string {
  if (count?.kind === 'known') return formatRows(count.value);
  if (isRefused(count)) return 'Not open to your account';
  if (count?.kind === 'failed') return 'Number of rows unknown';
  if (choice !== undefined && rangeProblem(choice.range) !== undefined) return 'No such period';
  return count === undefined && !isCounted ? '' : 'Counting rows';
}
