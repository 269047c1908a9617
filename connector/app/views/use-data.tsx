import type { JSX } from 'preact';
import { programNames, reachMessages } from '../messages.ts';
import type { Program } from '../programs/program.ts';
import { laterObstacle } from '../sign-in.ts';
import type { GettingData } from '../state.ts';
import type { Dispatch } from '../use-wizard.ts';
import { BackButton, Notice, StepHeading } from './parts.tsx';
import { CodeSteps } from './programs/code.tsx';
import { ExcelSteps } from './programs/excel.tsx';
import { PowerBiSteps } from './programs/power-bi.tsx';
import type { ProgramProps } from './programs/shared.tsx';
import { TableauSteps } from './programs/tableau.tsx';
import { amountText, Summary } from './summary.tsx';

interface UseDataProps {
  readonly state: GettingData & { readonly today: string };
  readonly program: Program;
  readonly dispatch: Dispatch;
}

const STEPS_OF: Readonly<Record<Program, (props: ProgramProps) => JSX.Element>> = {
  tableau: TableauSteps,
  powerBi: PowerBiSteps,
  excel: ExcelSteps,
  code: CodeSteps,
};

/** Last step in a browser: what the chosen program is given, and what to do there. */
export function UseData({ state, program, dispatch }: UseDataProps): JSX.Element {
  const ProgramSteps = STEPS_OF[program];
  const obstacle = laterObstacle(state.session.address.root);
  return (
    <form
      class="use-data"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <StepHeading>Use data in {programNames[program]}</StepHeading>
      <p class="lead">{amountText({ state })}</p>
      <section class="programs" aria-label={programNames[program]}>
        <ProgramSteps state={state} />
      </section>
      {obstacle === undefined ? null : (
        <Notice tone="hint">
          <p>{reachMessages[obstacle]}</p>
        </Notice>
      )}
      <Summary state={state} />
      <div class="actions">
        <BackButton dispatch={dispatch} />
      </div>
    </form>
  );
}
