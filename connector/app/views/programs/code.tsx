import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { chosenRootOf, chosenSets, sourceOf } from '../../choices.ts';
import { addressOf, languages, snippet, type Language } from '../../programs/code.ts';
import { Choices } from '../choice-buttons.tsx';
import { CopyField } from '../copy-field.tsx';
import { CopyText } from '../copy-text.tsx';
import { PeriodNote, type ProgramProps } from './shared.tsx';

/** A short program that reads a table to its end. */
export function CodeSteps({ state }: ProgramProps): JSX.Element {
  const sets = chosenSets(state, state.today);
  const [language, setLanguage] = useState<Language>('Python');
  const [name, setName] = useState(sets[0]?.entitySet.caption ?? '');
  const set = sets.find(({ entitySet }) => entitySet.caption === name) ?? sets[0];
  if (set === undefined) return <></>;
  const source = sourceOf(state, set);
  const captions = sets.map(({ entitySet }) => entitySet.caption);
  return (
    <>
      <Choices label="Language" options={languages} chosen={language} onChoose={setLanguage} />
      {sets.length === 1 ? null : <Choices label="Table" options={captions} chosen={name} onChoose={setName} />}
      <p>
        Put your API token into the environment variable <code>CLICKTIME_TOKEN</code>; the code reads it there and
        follows the links to the next pages.
      </p>
      <CopyText label={`${set.entitySet.caption} in ${language}`} text={snippet(language, source)} />
      <CopyField label="Address of the table" value={addressOf(source)} />
      <CopyField label="Address of all tables" value={chosenRootOf(state, state.today)} />
      <PeriodNote state={state} />
    </>
  );
}
