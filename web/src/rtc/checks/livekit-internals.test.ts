import { version } from 'livekit-client';
import { expect, it } from 'vitest';
import { WRITTEN_FOR } from './livekit-internals';

it('livekit-client is the version whose insides were read: else read them again, run the e2e, write its number down', () => {
  expect(version).toBe(WRITTEN_FOR);
});
