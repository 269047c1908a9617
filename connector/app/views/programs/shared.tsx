/** What the last steps of several programs say. */
import type { JSX } from 'preact';
import { chosenSets } from '../../choices.ts';
import { periodOf } from '../../programs/service-root.ts';
import { dateFieldsOf } from '../../../shared/date-range.ts';
import type { GettingData } from '../../state.ts';
import { CopyField } from '../copy-field.tsx';

export interface ProgramProps {
  readonly state: GettingData & { readonly today: string };
}

/** User name and password to type: ClickTime's token is the password, and the page does not show it. */
export function Credentials(): JSX.Element {
  return (
    <>
      <CopyField label="User name" value="clicktime" />
      <p class="hint">Password: your API token, the one you signed in with here.</p>
    </>
  );
}

/** Where Power Query keeps the credentials: for all roots of the service at once. */
export function CredentialsLevel({ root }: { readonly root: string }): JSX.Element {
  return (
    <p class="hint">
      At “Select which level to apply these settings to”, choose the service root <code>{root}</code>, so that they hold
      for every period and table.
    </p>
  );
}

/** Whether the period goes with the calendar, in the words of the address. */
export function PeriodNote({ state }: ProgramProps): JSX.Element | null {
  const dated = chosenSets(state, state.today).find(({ entitySet }) => dateFieldsOf(entitySet) !== undefined);
  const range = dated?.choice.range;
  const period = range === undefined ? undefined : periodOf(range);
  if (range === undefined || period === undefined) return null;
  return (
    <p class="hint">
      <code>{period}</code> in the address is the period
      {range.kind === 'custom'
        ? '; it stays as it is.'
        : '. The service works it out whenever data are read, so that it moves on with every refresh.'}
    </p>
  );
}
