import type { JSX } from 'preact';
import type { EntitySetInfo, Field } from '../../shared/catalog.ts';
import { formatType } from '../format.ts';
import type { ChoosingData } from '../state.ts';
import type { Dispatch } from '../use-wizard.ts';

interface FieldPickerProps {
  readonly entitySet: EntitySetInfo;
  readonly state: ChoosingData;
  readonly dispatch: Dispatch;
}

/** The fields of one entity set, with a search over names and descriptions. */
export function FieldPicker({ entitySet, state, dispatch }: FieldPickerProps): JSX.Element {
  const omitted = state.choices[entitySet.name]?.omitted ?? [];
  const shown = entitySet.fields.filter((field) => matches(field, state.search));
  const switchable = shown.filter((field) => !field.isKey).map((field) => field.name);
  const switchAll = (on: boolean): void => {
    dispatch({ type: 'fieldsSwitched', entitySet: entitySet.name, fields: switchable, on });
  };
  const total = entitySet.fields.length;
  const switchedOn = entitySet.fields.filter((field) => !field.isKey && !omitted.includes(field.name)).length;
  return (
    <fieldset class="fields">
      <legend class="visually-hidden">Fields of {entitySet.caption}</legend>
      <div class="fields-head">
        <h3>
          Fields{' '}
          <span class="quiet" role="status">
            {total - omitted.length} of {total}
            {switchedOn === 0 ? ', the key alone' : ''}
          </span>
        </h3>
        <input
          type="search"
          aria-label="Search fields"
          placeholder="Search fields"
          value={state.search}
          onInput={(event) => {
            dispatch({ type: 'searched', text: event.currentTarget.value });
          }}
        />
        <button
          type="button"
          onClick={() => {
            switchAll(true);
          }}
        >
          {state.search === '' ? 'All' : 'All found'}
        </button>
        <button
          type="button"
          onClick={() => {
            switchAll(false);
          }}
        >
          {state.search === '' ? 'None' : 'None found'}
        </button>
      </div>
      <ul class="field-list">
        {shown.map((field) => (
          <FieldRow
            key={field.name}
            field={field}
            on={!omitted.includes(field.name)}
            onToggle={() => {
              dispatch({ type: 'fieldToggled', entitySet: entitySet.name, field: field.name });
            }}
          />
        ))}
        {shown.length === 0 ? <li class="quiet">No field matches this search.</li> : null}
      </ul>
    </fieldset>
  );
}

interface FieldRowProps {
  readonly field: Field;
  readonly on: boolean;
  readonly onToggle: () => void;
}

function FieldRow({ field, on, onToggle }: FieldRowProps): JSX.Element {
  const id = `field-${field.name}`;
  return (
    <li>
      <input
        type="checkbox"
        id={id}
        checked={on}
        disabled={field.isKey}
        aria-describedby={`${id}-about`}
        onChange={onToggle}
      />
      <label for={id}>{field.caption}</label>
      <p id={`${id}-about`}>
        {field.description} <span class="type">{field.isKey ? 'Key' : formatType(field.type)}</span>
      </p>
    </li>
  );
}

function matches(field: Field, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const text = `${field.name} ${field.caption} ${field.description}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
