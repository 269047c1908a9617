import type { JSX } from 'preact';
import { programNames, programOffers } from '../messages.ts';
import { PROGRAMS } from '../programs/program.ts';
import type { ChoosingProgram } from '../state.ts';
import type { Dispatch } from '../use-wizard.ts';
import { StepHeading } from './parts.tsx';

interface ChooseProgramProps {
  readonly state: ChoosingProgram;
  readonly dispatch: Dispatch;
}

/** First step in a browser: where the data go, which decides all that follows. */
export function ChooseProgram({ state, dispatch }: ChooseProgramProps): JSX.Element {
  return (
    <section class="choose-program">
      <StepHeading>Where do you want your ClickTime data?</StepHeading>
      <ul>
        {PROGRAMS.map((program) => (
          <li key={program}>
            <button
              type="button"
              class={program === state.program ? 'program chosen' : 'program'}
              aria-describedby={`offer-${program}`}
              onClick={() => {
                dispatch({ type: 'programChosen', program });
              }}
            >
              <span class="program-name">{programNames[program]}</span>
            </button>
            <p id={`offer-${program}`}>{programOffers[program]}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
