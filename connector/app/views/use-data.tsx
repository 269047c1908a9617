import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { addressOf, chosenSets } from '../choices.ts';
import { obstacleMessages } from '../messages.ts';
import { laterObstacle } from '../sign-in.ts';
import type { GettingData } from '../state.ts';
import type { Dispatch } from '../use-wizard.ts';
import { CopyField } from './copy-field.tsx';
import { BackButton, Notice, StepHeading } from './parts.tsx';
import { amountText } from './summary.tsx';

interface UseDataProps {
  readonly state: GettingData & { readonly today: string };
  readonly dispatch: Dispatch;
}

/** Last step in a browser: the addresses, and what to type where. */
export function UseData({ state, dispatch }: UseDataProps): JSX.Element {
  const { root } = state.session.address;
  return (
    <form
      class="use-data"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <StepHeading>Use data</StepHeading>
      <p class="lead">{amountText({ state })}</p>
      <section aria-labelledby="addresses-heading" class="addresses">
        <h2 id="addresses-heading">Addresses</h2>
        <CopyField label="Service, with all data" value={root} />
        {chosenSets(state, state.today).map((set) => (
          <CopyField
            key={set.entitySet.name}
            label={`${set.entitySet.caption}, as chosen`}
            value={addressOf(state, set, state.today)}
          />
        ))}
      </section>
      <Programs root={root} />
      <div class="actions">
        <BackButton dispatch={dispatch} />
      </div>
    </form>
  );
}

const PROGRAMS = ['Tableau', 'Power BI', 'Excel'] as const;
type Program = (typeof PROGRAMS)[number];

function Programs({ root }: { readonly root: string }): JSX.Element {
  const [program, setProgram] = useState<Program>('Tableau');
  return (
    <section class="programs" aria-labelledby="programs-heading">
      <h2 id="programs-heading">What to type</h2>
      <div class="choices" role="radiogroup" aria-labelledby="programs-heading">
        {PROGRAMS.map((name) => (
          <label key={name} class={name === program ? 'on' : ''}>
            <input
              type="radio"
              name="program"
              checked={name === program}
              onChange={() => {
                setProgram(name);
              }}
            />
            {name}
          </label>
        ))}
      </div>
      <div role="region" aria-label={program} aria-live="polite">
        <Instructions program={program} root={root} />
      </div>
    </section>
  );
}

function Instructions({ program, root }: { readonly program: Program; readonly root: string }): JSX.Element {
  switch (program) {
    case 'Tableau':
      return (
        <ol>
          <li>
            Connect, To a Server, <b>OData</b>.
          </li>
          <li>
            Server: <code>{root}</code>. Tableau reads whole sets; it does not take the addresses of single sets with
            options.
          </li>
          <Credentials where="Authentication: Username and Password." />
          <PackagedConnector root={root} />
        </ol>
      );
    case 'Power BI':
      return (
        <ol>
          <li>
            Get data, <b>OData feed</b>.
          </li>
          <li>URL: the service for all sets, or the address of one set as chosen.</li>
          <Credentials where="Choose Basic on the left." />
        </ol>
      );
    case 'Excel':
      return (
        <ol>
          <li>
            Data, Get Data, From Other Sources, <b>From OData Feed</b>.
          </li>
          <li>URL: the service for all sets, or the address of one set as chosen.</li>
          <Credentials where="Choose Basic on the left." />
        </ol>
      );
  }
}

function Credentials({ where }: { readonly where: string }): JSX.Element {
  return (
    <li>
      {where} User name: <code>clicktime</code>. Password: your API token, the one you signed in with here.
    </li>
  );
}

/** The packaged connector has demands on the address that the generic one does not have. */
function PackagedConnector({ root }: { readonly root: string }): JSX.Element | null {
  const obstacle = laterObstacle(root);
  if (obstacle === undefined) return null;
  return (
    <li class="plain">
      <Notice tone="hint">
        <p>For the packaged ClickTime connector: {obstacleMessages[obstacle]}</p>
      </Notice>
    </li>
  );
}
