// The hook between page and service: whose token every question carries, and what late answers do. The reducer's rules are
// in reduce.test.ts. Preact runs without a document here, for the component shows nothing.
import { h, render, type ContainerNode } from 'preact';
import { act } from 'preact/test-utils';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Host, HostResponse } from '../../app/host.ts';
import { useWizard, type WizardControls } from '../../app/use-wizard.ts';
import { csdl, ROOT } from '../samples.ts';

beforeAll(() => void vi.stubGlobal('document', {}));
afterAll(() => void vi.unstubAllGlobals());

interface Question {
  readonly url: string;
  readonly token: string;
  readonly answer: (response: HostResponse | Error) => Promise<void>;
}

interface Rig {
  /** The hook's controls as they are now. */
  readonly wizard: () => WizardControls;
  /** What was asked and is not answered yet. */
  readonly open: Question[];
  readonly submitted: unknown[];
}

function startRig(): Rig {
  const open: Question[] = [];
  const submitted: unknown[] = [];
  const host: Host = {
    kind: 'tableau',
    serviceUrl: ROOT,
    allowedOrigins: ['https://odata.example.com'],
    get: (url, headers) =>
      new Promise((resolve, reject) => {
        const token = headers['Authorization'] ?? '';
        const answer = async (response: HostResponse | Error): Promise<void> => {
          open.splice(open.indexOf(question), 1);
          await act(async () => {
            if (response instanceof Error) reject(response);
            else resolve(response);
            await settled();
          });
        };
        const question: Question = { url, token, answer };
        open.push(question);
      }),
    submit: (...input) => {
      submitted.push(input);
      return new Promise(() => undefined);
    },
    cancel: () => undefined,
  };
  let controls: WizardControls | undefined;
  const Probe = (): null => {
    controls = useWizard(host);
    return null;
  };
  // oxlint-disable-next-line no-unsafe-type-assertion -- nothing is ever put into it
  const parent = { nodeType: 1, childNodes: [], firstChild: null } as unknown as ContainerNode;
  void act(() => {
    render(h(Probe, {}), parent);
  });
  const wizard = (): WizardControls => {
    if (controls === undefined) throw new Error('Nothing was rendered.');
    return controls;
  };
  return { wizard, open, submitted };
}

/** Promises that follow one another have all gone on. */
const settled = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 0));

async function signIn({ wizard }: Rig, token: string): Promise<void> {
  await act(() => {
    wizard().dispatch({ type: 'tokenTyped', text: token });
  });
  await act(async () => {
    wizard().signIn();
    await settled();
  });
}

const described: HostResponse = { status: 200, body: JSON.stringify(csdl) };
const number = (count: number): HostResponse => ({ status: 200, body: String(count) });
const rows = (...ids: readonly string[]): HostResponse => ({
  status: 200,
  body: JSON.stringify({ value: ids.map((ID) => ({ ID })) }),
});
const refused: HostResponse = { status: 401, body: '{"error":{"code":"InvalidToken","message":"No."}}' };

const find = ({ open }: Rig, token: string, part: string): Question => {
  const question = open.find((each) => each.token === `Token ${token}` && each.url.includes(part));
  if (question === undefined) throw new Error(`${token} has not asked for ${part}`);
  return question;
};

/** Signs in to the end: the metadata and the first count are answered. */
async function enter(rig: Rig, token: string, count: number): Promise<void> {
  await signIn(rig, token);
  await find(rig, token, '$metadata').answer(described);
  await find(rig, token, 'TimeEntries/$count').answer(number(count));
}

/** The state, or the part of it that has a session. */
function session({ wizard }: Rig) {
  const { state } = wizard();
  if (!('session' in state)) throw new Error('Nobody is signed in.');
  return state;
}

const shown = (rig: Rig): string => JSON.stringify(session(rig).answers);

const back = ({ wizard }: Rig): void =>
  void act(() => {
    wizard().dispatch({ type: 'wentBack' });
  });

test('of two tokens in a row, the one typed last is signed in, whichever is answered last', async () => {
  const rig = startRig();
  await signIn(rig, 'first');
  await signIn(rig, 'second');
  await find(rig, 'second', '$metadata').answer(described);
  await find(rig, 'first', '$metadata').answer(described);
  await find(rig, 'first', 'TimeEntries/$count').answer(number(111));
  expect(rig.wizard().state).toMatchObject({ step: 'signIn', status: { kind: 'checking' } });
  await find(rig, 'second', 'TimeEntries/$count').answer(number(222));
  expect(session(rig).session.token).toBe('second');
  expect(shown(rig)).toContain('222');
  expect(shown(rig)).not.toContain('111');
});

test.each([refused, new Error('away')])(
  'that the token before was refused is not told of the new one: %s',
  async (late) => {
    const rig = startRig();
    await signIn(rig, 'first');
    await signIn(rig, 'second');
    await find(rig, 'first', '$metadata').answer(late);
    expect(rig.wizard().state).toMatchObject({ step: 'signIn', status: { kind: 'checking' } });
    await find(rig, 'second', '$metadata').answer(described);
    await find(rig, 'second', 'TimeEntries/$count').answer(number(222));
    expect(session(rig).session.token).toBe('second');
  },
);

test('counts and previews of the account before are not shown as those of the new one', async () => {
  const rig = startRig();
  await enter(rig, 'first', 111);
  const [count, preview] = [find(rig, 'first', 'Users/$count'), find(rig, 'first', '$top=')];
  back(rig);
  await enter(rig, 'second', 222);
  await count.answer(number(111));
  await preview.answer(rows('of the first'));
  expect(shown(rig)).not.toMatch(/111|of the first/);
  // The new account has asked for itself, and gets its own.
  await find(rig, 'second', 'Users/$count').answer(number(333));
  await find(rig, 'second', '$top=').answer(rows('of the second'));
  expect(shown(rig)).toContain('333');
  expect(shown(rig)).toContain('of the second');
});

test('that the account before may not read something is not told of the new one', async () => {
  const rig = startRig();
  await enter(rig, 'first', 111);
  const late = [...rig.open];
  back(rig);
  await enter(rig, 'second', 222);
  for (const question of late) await question.answer({ status: 403, body: '{"error":{"message":"No."}}' });
  expect(shown(rig)).not.toContain('failed');
});

test('what was asked again is of its account too', async () => {
  const rig = startRig();
  await enter(rig, 'first', 111);
  const { url, answer } = find(rig, 'first', 'Users/$count');
  await answer({ status: 503, body: '' });
  void act(() => rig.wizard().retry('count', url));
  const again = find(rig, 'first', 'Users/$count');
  back(rig);
  await enter(rig, 'second', 222);
  await again.answer(number(111));
  expect(shown(rig)).not.toContain('111');
});

test('two clicks read the data once, with the token of the account', async () => {
  const rig = startRig();
  await enter(rig, 'first', 111);
  void act(() => rig.wizard().dispatch({ type: 'continued' }));
  const { getData } = rig.wizard();
  await act(async () => {
    getData();
    getData();
    await settled();
  });
  expect(rig.open.filter(({ url }) => url.includes('$top=1&') || url.endsWith('$top=1'))).toHaveLength(1);
  await find(rig, 'first', '$top=1').answer(rows('a'));
  back(rig);
  expect(rig.wizard().state).toMatchObject({ step: 'getData', status: { kind: 'reading' } });
  expect(rig.submitted).toEqual([[expect.objectContaining({ service: ROOT }), 'first']]);
  expect(JSON.stringify(rig.submitted[0])).toContain('"first"]');
});
