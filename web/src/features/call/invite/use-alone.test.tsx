import { renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { CaptionView, ParticipantView } from '../../../rtc/types';
import { useAlone } from './use-alone';

const person = (identity: string, isLocal = false): ParticipantView => ({
  identity,
  name: identity,
  kind: 'person',
  role: 'participant',
  isLocal,
  joinedAtMs: 0,
  isSpeaking: false,
  isMicrophoneOn: true,
  camera: null,
  screenShare: null,
  linkQuality: 'good',
  language: null,
  readingLanguage: null,
});
const ME = person('p-me', true);
const said = (speaker: string): CaptionView => ({
  segmentId: 's-1',
  speaker,
  speakerName: speaker,
  text: 'Hello.',
  firmCharacters: 6,
  isFinal: true,
  language: 'en',
  startMs: 0,
  endMs: 500,
});

function room(wasWaiting: boolean) {
  const hook = renderHook(({ people, captions, waiting }) => useAlone(people, captions, waiting), {
    initialProps: { people: [ME], captions: [] as CaptionView[], waiting: wasWaiting },
  });
  return {
    now: () => hook.result.current,
    become: (people: ParticipantView[], captions: CaptionView[] = []) =>
      hook.rerender({ people, captions, waiting: false }),
  };
}

describe('being alone', () => {
  it('is being the first in a meeting to which nobody had come', () => {
    const call = room(true);
    expect(call.now()).toBe('first');
    call.become([ME], [said('p-me')]);
    expect(call.now()).toBe('first');
  });

  it('is being left, once somebody was here', () => {
    const call = room(true);
    call.become([ME, person('p-ben')]);
    expect(call.now()).toBeNull();
    call.become([ME]);
    expect(call.now()).toBe('left');
  });

  it('is being left where others have spoken before we came back', () => {
    const call = room(false);
    expect(call.now()).toBe('unknown');
    call.become([ME], [said('p-ben')]);
    expect(call.now()).toBe('left');
  });
});
