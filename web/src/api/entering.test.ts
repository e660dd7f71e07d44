// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { enterMeeting } from './entering';
import { ApiProblem } from './problem';
import { credentialOf, loadSession, saveSession } from './session';

const MEETING = 'q3Zb0aV7n1xKpT5sR8yWcg';
const join = {
  meeting_id: MEETING,
  identity: 'p-1',
  name: 'Maria',
  role: 'participant',
  token: 't',
  expires_at: '2026-11-23T09:35:00Z',
  sfu_url: 'ws://127.0.0.1:7880',
  resume_secret: 'rs_1',
};
const problem = (code: string, status: number) =>
  Response.json({ code, detail: 'No.', request_id: 'r' }, { status });

/** A backend that answers by path, and remembers what it was asked. */
function backend(answers: Record<string, () => Response>): { path: string; body: unknown }[] {
  const asked: { path: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push({ path, body: init.body === undefined ? null : JSON.parse(String(init.body)) });
    const answer = answers[path.slice(path.lastIndexOf('/') + 1)];
    if (answer === undefined) throw new TypeError('Failed to fetch');
    return answer();
  });
  return asked;
}

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

describe('coming into a meeting', () => {
  it('joins anew the first time and remembers who we are', async () => {
    backend({ join: () => Response.json(join) });
    await enterMeeting(MEETING, { name: 'Maria' });
    expect(loadSession(MEETING)).toMatchObject({ identity: 'p-1', resumeSecret: 'rs_1', name: 'Maria' });
  });

  it('comes back with the secret under the same name', async () => {
    const asked = backend({ join: () => Response.json(join), resume: () => Response.json(join) });
    await enterMeeting(MEETING, { name: 'Maria' });
    await enterMeeting(MEETING, { name: 'Maria' });
    expect(asked[1]).toEqual({ path: `/api/meetings/${MEETING}/resume`, body: { resume_secret: 'rs_1' } });
  });

  it.each([
    ['another name', 'Ben', 'participant'],
    ['another role', 'Maria', 'viewer'],
  ] as const)('joins anew under %s', async (_, name, role) => {
    const asked = backend({ join: () => Response.json(join) });
    await enterMeeting(MEETING, { name: 'Maria' });
    await enterMeeting(MEETING, { name, role });
    expect(asked[1]?.path).toContain('/join');
  });

  it('joins anew when the secret is void', async () => {
    const asked = backend({
      join: () => Response.json(join),
      resume: () => problem('credential_invalid', 401),
    });
    await enterMeeting(MEETING, { name: 'Maria' });
    await enterMeeting(MEETING, { name: 'Maria' });
    expect(asked.map(({ path }) => path.split('/').at(-1))).toEqual(['join', 'resume', 'join']);
  });

  it('does not join behind the back of a refusal', async () => {
    const asked = backend({
      join: () => Response.json(join),
      resume: () => problem('participant_removed', 403),
    });
    await enterMeeting(MEETING, { name: 'Maria' });
    await expect(enterMeeting(MEETING, { name: 'Maria' })).rejects.toMatchObject({
      code: 'participant_removed',
    });
    expect(asked).toHaveLength(2);
  });

  it('says on joining what is spoken and what is read', async () => {
    const asked = backend({ join: () => Response.json(join) });
    await enterMeeting(MEETING, { name: 'Maria', language: 'de', readingLanguage: 'es' });
    expect(asked[0]?.body).toMatchObject({ language: 'de', reading_language: 'es' });
  });

  it('changes on coming back what is spoken or read, before the token that carries it, and only then', async () => {
    const asked = backend({
      join: () => Response.json(join),
      resume: () => Response.json(join),
      me: () => new Response(null, { status: 204 }),
    });
    const paths = () => asked.map(({ path }) => path.split('/').at(-1));
    await enterMeeting(MEETING, { name: 'Maria', language: 'de' });
    await enterMeeting(MEETING, { name: 'Maria', language: 'de' });
    expect(paths()).toEqual(['join', 'resume']);
    await enterMeeting(MEETING, { name: 'Maria' });
    expect(paths()).toEqual(['join', 'resume', 'me', 'resume']);
    expect(asked[2]?.body).toEqual({ language: null, reading_language: null });
    await enterMeeting(MEETING, { name: 'Maria', readingLanguage: 'es' });
    expect(asked[4]?.body).toEqual({ language: null, reading_language: 'es' });
  });

  it('joins anew when the secret is found void while the language is changed', async () => {
    const asked = backend({
      join: () => Response.json(join),
      me: () => problem('credential_invalid', 403),
    });
    await enterMeeting(MEETING, { name: 'Maria' });
    await enterMeeting(MEETING, { name: 'Maria', language: 'de' });
    expect(asked.map(({ path }) => path.split('/').at(-1))).toEqual(['join', 'me', 'join']);
  });

  it('proves the host by the key that this browser keeps', async () => {
    const asked = backend({ join: () => Response.json({ ...join, role: 'host' }) });
    saveSession(MEETING, { hostKey: 'hk_1' });
    await enterMeeting(MEETING, { name: 'Maria' });
    expect(asked[0]?.body).toEqual({
      name: 'Maria',
      role: 'host',
      host_key: 'hk_1',
      language: null,
      reading_language: null,
    });
    expect(credentialOf(loadSession(MEETING))).toBe('hk_1');
  });
});

describe('what goes wrong with a call', () => {
  it('is unreachable without an answer', async () => {
    backend({});
    await expect(enterMeeting(MEETING, { name: 'Maria' })).rejects.toMatchObject({ code: 'unreachable' });
  });

  it.each([
    ['a body that is not ours', () => Response.json({ ...join, role: 'admin' })],
    ['no JSON at all', () => new Response('<html>')],
    ["a proxy's own error page", () => new Response('Bad gateway', { status: 502 })],
  ])('is unreadable with %s', async (_, answer) => {
    backend({ join: answer });
    await expect(enterMeeting(MEETING, { name: 'Maria' })).rejects.toBeInstanceOf(ApiProblem);
    await expect(enterMeeting(MEETING, { name: 'Maria' })).rejects.toMatchObject({ code: 'unreadable' });
  });

  it('is an empty session when storage holds nonsense', () => {
    localStorage.setItem(`parley.meeting.${MEETING}`, '{"identity": 7');
    expect(loadSession(MEETING)).toMatchObject({ identity: null, hostKey: null });
  });
});
