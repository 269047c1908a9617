import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Host } from '../host.ts';
import { obstacleMessages, tokenMessages, urlMessages } from '../messages.ts';
import { laterObstacle, tokenProblem, urlProblem } from '../sign-in.ts';
import type { SigningIn } from '../state.ts';
import type { Dispatch } from '../use-wizard.ts';
import { BackButton, CancelButton, FailureNotice, Notice, Spinner, StepHeading } from './parts.tsx';

interface SignInProps {
  readonly state: SigningIn;
  readonly host: Host;
  readonly dispatch: Dispatch;
  readonly onSignIn: () => void;
}

/** First step: which service, and as whom. */
export function SignIn({ state, host, dispatch, onSignIn }: SignInProps): JSX.Element {
  const { status } = state;
  const checking = status.kind === 'checking';
  return (
    <form
      class="sign-in"
      noValidate
      aria-busy={checking}
      onSubmit={(event) => {
        event.preventDefault();
        onSignIn();
      }}
    >
      <StepHeading quiet>Sign in</StepHeading>
      <p class="lead">
        See the hours, people, jobs and costs that your own ClickTime account may see. Your token goes to ClickTime and
        is not kept by the service.
      </p>
      {state.unreadable ? (
        <Notice tone="caution">
          <p>What this connection had chosen is of another version and cannot be read. Choose it again, please.</p>
        </Notice>
      ) : null}
      <ServiceField state={state} host={host} dispatch={dispatch} />
      <TokenField state={state} dispatch={dispatch} />
      {status.kind === 'failed' ? <FailureNotice failure={status.failure} /> : null}
      <div class="actions">
        {host.kind === 'tableau' ? <CancelButton host={host} /> : <BackButton dispatch={dispatch} />}
        <button type="submit" class="primary" disabled={checking}>
          {checking ? <Spinner /> : null}
          {checking ? 'Checking the token' : 'Sign in'}
        </button>
      </div>
      <p role="status" class="visually-hidden">
        {checking ? 'Checking the token with ClickTime' : ''}
      </p>
    </form>
  );
}

interface FieldProps {
  readonly state: SigningIn;
  readonly dispatch: Dispatch;
}

function ServiceField({ state, host, dispatch }: FieldProps & { readonly host: Host }): JSX.Element {
  const problem = state.status.kind === 'incomplete' ? urlProblem(state.serviceUrl, host) : undefined;
  const obstacle = host.kind === 'tableau' ? laterObstacle(state.serviceUrl) : undefined;
  return (
    <div class="field">
      <label for="service-url">Service URL</label>
      <input
        id="service-url"
        type="url"
        spellcheck={false}
        autocomplete="off"
        readOnly={host.kind === 'browser'}
        value={state.serviceUrl}
        aria-invalid={problem !== undefined}
        aria-describedby="service-url-hint"
        onInput={(event) => {
          dispatch({ type: 'serviceUrlTyped', text: event.currentTarget.value });
        }}
      />
      <div id="service-url-hint">
        {problem === undefined ? null : <p class="hint hint-problem">{urlMessages[problem]}</p>}
        {obstacle === undefined ? (
          <p class="hint">The OData service in front of ClickTime.</p>
        ) : (
          <Notice tone="caution">
            <p>{obstacleMessages[obstacle]}</p>
          </Notice>
        )}
      </div>
    </div>
  );
}

function TokenField({ state, dispatch }: FieldProps): JSX.Element {
  const problem = state.status.kind === 'incomplete' ? tokenProblem(state.token) : undefined;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus({ preventScroll: true });
  }, []);
  const refused = state.status.kind === 'failed' && state.status.failure.kind === 'wrongToken';
  return (
    <div class="field">
      <label for="token">API token</label>
      <div class="with-button">
        <input
          id="token"
          ref={input}
          type={state.tokenShown ? 'text' : 'password'}
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          value={state.token}
          aria-invalid={problem !== undefined || refused}
          aria-describedby="token-problem token-hint"
          onInput={(event) => {
            dispatch({ type: 'tokenTyped', text: event.currentTarget.value });
          }}
        />
        <button
          type="button"
          aria-pressed={state.tokenShown}
          aria-label="Show token"
          onClick={() => {
            dispatch({ type: 'tokenShownToggled' });
          }}
        >
          {state.tokenShown ? 'Hide' : 'Show'}
        </button>
      </div>
      <p id="token-problem" class="hint hint-problem" hidden={problem === undefined}>
        {problem === undefined ? '' : tokenMessages[problem]}
      </p>
      <p id="token-hint" class="hint">
        In ClickTime, open My Preferences and copy the Authentication Token.
      </p>
    </div>
  );
}
