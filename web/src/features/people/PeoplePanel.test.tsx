import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, expect, test, vi } from 'vitest';
import { startTranslations } from '../../i18n';
import { AI_UNKNOWN } from '../../rtc/room-metadata';
import type { AiView, ParticipantView } from '../../rtc/types';
import { MEETING } from '../testing/meeting';
import { PeoplePanel } from './PeoplePanel';

beforeAll(() => {
  startTranslations();
});

function participant(change: Partial<ParticipantView>): ParticipantView {
  return {
    identity: 'p-maria',
    name: 'Maria',
    kind: 'person',
    role: 'host',
    isLocal: true,
    joinedAtMs: 0,
    isSpeaking: false,
    isMicrophoneOn: true,
    camera: null,
    screenShare: null,
    linkQuality: 'good',
    language: null,
    readingLanguage: null,
    ...change,
  };
}

const AGENT = participant({
  identity: 'agent-1',
  name: 'Parley AI',
  kind: 'agent',
  role: null,
  isLocal: false,
});
const BEN = participant({
  identity: 'p-ben',
  name: '<i>Ben</i>',
  role: 'participant',
  isLocal: false,
  isMicrophoneOn: false,
});
const LIVE: AiView = {
  ...AI_UNKNOWN,
  state: 'live',
  captionsOn: true,
  notesOn: true,
  changedBy: 'Maria',
  agentIdentity: 'agent-1',
};

function show(participants: readonly ParticipantView[], ai: AiView, isHost = false, meeting = MEETING) {
  const onClose = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <PeoplePanel
        participants={participants}
        ai={ai}
        meeting={meeting}
        isHost={isHost}
        colourOf={() => 1}
        onClose={onClose}
      />
    </QueryClientProvider>,
  );
  return onClose;
}

test('the agent is shown as what it is, with what it does and who turned it on, and is no person', () => {
  show([participant({}), BEN, AGENT], LIVE);
  expect(screen.getByRole('heading', { level: 2 }).textContent).toBe('2 people here');
  const agents = within(screen.getByRole('list', { name: 'Working in this meeting' }));
  expect(agents.getByText('Parley AI — captions and notes')).toBeTruthy();
  expect(agents.getByText('AI')).toBeTruthy();
  expect(agents.getByText('Last changed by Maria')).toBeTruthy();
  expect(
    within(screen.getByRole('list', { name: 'People in the meeting' })).queryByText(/Parley AI/),
  ).toBeNull();
});

test.each([
  [true, true, 'captions and notes'],
  [true, false, 'captions'],
  [false, true, 'notes'],
  [false, false, 'nothing right now'],
])('captions %s and notes %s: the agent does %s', (captionsOn, notesOn, tasks) => {
  show([participant({}), AGENT], { ...LIVE, captionsOn, notesOn });
  expect(screen.getByText(`Parley AI — ${tasks}`)).toBeTruthy();
});

test.each([
  ['the host', true],
  ['everybody else', false],
])('%s is told which speech engine is at work, and that it is the fallback', (_who, isHost) => {
  const ai = { ...LIVE, liveEngine: 'whisper-tiny.en', isFallback: true };
  show([participant({}), AGENT], ai, isHost);
  expect(screen.getByText('Speech engine: whisper-tiny.en, as the fallback')).toBeTruthy();
});

test('an agent that is on its way again says so', () => {
  show([participant({})], { ...LIVE, state: 'restarting', agentIdentity: null });
  expect(
    screen.getByText('Captions have stopped. The call goes on. We are starting them again.'),
  ).toBeTruthy();
});

test('nothing stands for the AI while it is off', () => {
  show([participant({})], { ...LIVE, state: 'off', captionsOn: false, notesOn: false, agentIdentity: null });
  expect(screen.queryByText(/Parley AI/)).toBeNull();
});

test('names are text, and who is muted has a name for it', () => {
  show([participant({}), BEN], LIVE);
  const row = screen.getByText('<i>Ben</i>').closest('li');
  if (row === null) throw new Error('no row');
  expect(within(row).getByRole('img', { name: 'Muted' })).toBeTruthy();
});

test('only the host may remove people, never oneself, and is asked first', async () => {
  show([participant({}), BEN], LIVE, true);
  const remove = screen.getAllByRole('button', { name: /^Remove/ });
  expect(remove.map((button) => button.getAttribute('aria-label'))).toEqual(['Remove <i>Ben</i>']);
  await userEvent.click(screen.getByRole('button', { name: 'Remove <i>Ben</i>' }));
  expect(screen.getByRole('alertdialog', { name: 'Remove <i>Ben</i>?' })).toBeTruthy();
});

test('Escape closes the panel', async () => {
  const onClose = show([participant({})], LIVE);
  await userEvent.keyboard('{Escape}');
  expect(onClose).toHaveBeenCalledOnce();
});

test('who has a poor connection, or none, is said in words', () => {
  show([participant({ linkQuality: 'poor' }), { ...BEN, linkQuality: 'lost' }], LIVE);
  const [maria, ben] = within(screen.getByRole('list', { name: 'People in the meeting' })).getAllByRole(
    'listitem',
  );
  expect(maria?.textContent).toContain('Poor connection');
  expect(ben?.textContent).toContain('No connection');
});

test('what the meeting is called is said, if it is called anything', () => {
  show([participant({})], LIVE, false, { ...MEETING, title: '<b>Standup</b>' });
  expect(screen.getByText('<b>Standup</b>').tagName).toBe('BDI');
});
