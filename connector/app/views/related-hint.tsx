import type { JSX } from 'preact';
import { findEntitySet } from '../../shared/catalog.ts';
import { missingRelated } from '../choices.ts';
import type { ChoosingData } from '../state.ts';
import type { Dispatch } from '../use-wizard.ts';

interface RelatedHintProps {
  readonly state: ChoosingData & { readonly today: string };
  readonly dispatch: Dispatch;
}

/** IDs mean little to people: offers the sets that hold the names. */
export function RelatedHint({ state, dispatch }: RelatedHintProps): JSX.Element | null {
  const entitySet = findEntitySet(state.session.catalog, state.focus);
  const related = entitySet === undefined ? [] : missingRelated(state, entitySet, state.today);
  if (entitySet === undefined || related.length === 0) return null;
  return (
    <div class="related">
      <p>
        {entitySet.caption} hold only IDs. The names are in {listOf(related.map((other) => other.caption))}.
      </p>
      <button
        type="button"
        onClick={() => {
          dispatch({ type: 'relatedAdded', entitySets: related.map((other) => other.name) });
        }}
      >
        Add {related.length === 1 ? 'it' : 'them'}
      </button>
    </div>
  );
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.slice(-1).join('')}`;
}
