import type { JSX } from 'preact';
import type { Host } from '../host.ts';
import { lifespan, programNames } from '../messages.ts';
import type { WizardState } from '../state.ts';
import { useWizard } from '../use-wizard.ts';
import type { Program } from '../programs/program.ts';
import { ChooseData } from './choose-data.tsx';
import { ChooseProgram } from './choose-program.tsx';
import { GetData } from './get-data.tsx';
import { SignIn } from './sign-in.tsx';
import { UseData } from './use-data.tsx';

/** The whole page: where one is, the step itself, and, of the packaged connector, how long this way in will last. */
export function Wizard({ host }: { readonly host: Host }): JSX.Element {
  const controls = useWizard(host);
  return (
    <>
      <header class="top">
        <p class="brand">
          <Mark />
          <span>ClickTime data</span>
        </p>
        <Steps current={controls.state.step} steps={stepsOf(host, controls.state.program)} />
      </header>
      <main>
        <Step host={host} controls={controls} />
      </main>
      {host.kind === 'tableau' ? <footer class="bottom">{lifespan}</footer> : null}
    </>
  );
}

interface StepProps {
  readonly host: Host;
  readonly controls: ReturnType<typeof useWizard>;
}

function Step({ host, controls }: StepProps): JSX.Element {
  const { state, dispatch, signIn, retry, getData } = controls;
  switch (state.step) {
    case 'chooseProgram':
      return <ChooseProgram state={state} dispatch={dispatch} />;
    case 'signIn':
      return <SignIn state={state} host={host} dispatch={dispatch} onSignIn={signIn} />;
    case 'chooseData':
      return <ChooseData state={state} dispatch={dispatch} onRetry={retry} />;
    case 'getData':
      return host.kind === 'tableau' ? (
        <GetData state={state} host={host} dispatch={dispatch} onGetData={getData} />
      ) : (
        <UseData state={state} program={state.program ?? 'code'} dispatch={dispatch} />
      );
  }
}

interface StepsProps {
  readonly current: WizardState['step'];
  readonly steps: readonly StepLabel[];
}

interface StepLabel {
  readonly step: WizardState['step'];
  readonly label: string;
}

/** The first step is called by what was chosen there. */
function stepsOf(host: Host, program: Program | undefined): readonly StepLabel[] {
  const isTableau = host.kind === 'tableau';
  const first = { step: 'chooseProgram', label: program === undefined ? 'Program' : programNames[program] } as const;
  return [
    ...(isTableau ? [] : [first]),
    { step: 'signIn', label: 'Sign in' },
    { step: 'chooseData', label: 'Choose data' },
    { step: 'getData', label: isTableau ? 'Get data' : 'Use data' },
  ];
}

function Steps({ current, steps }: StepsProps): JSX.Element {
  const position = steps.findIndex(({ step }) => step === current);
  return (
    <nav aria-label="Steps">
      <ol class="steps">
        {steps.map(({ step, label }, index) => (
          <li
            key={step}
            class={index < position ? 'done' : index === position ? 'current' : ''}
            aria-current={index === position ? 'step' : undefined}
          >
            <span class="step-number" aria-hidden="true">
              {index < position ? '\u2713' : index + 1}
            </span>
            {label}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" />
      <circle cx="16" cy="16" r="8.5" />
      <path d="M16 11v5.4l3.4 2.2" />
    </svg>
  );
}
