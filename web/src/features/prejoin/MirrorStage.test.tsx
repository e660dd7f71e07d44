import { render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { startTranslations } from '../../i18n';
import { loadChoices } from '../../media/choices';
import { MirrorStage } from './MirrorStage';

afterEach(() => vi.unstubAllGlobals());

test('a device that the browser does not give is shown as off, and pressing asks for it again', async () => {
  startTranslations();
  const getUserMedia = vi.fn(() => Promise.reject(new DOMException('no', 'NotAllowedError')));
  const mediaDevices = Object.assign(new EventTarget(), { getUserMedia, enumerateDevices: async () => [] });
  vi.stubGlobal('navigator', { userAgent: '', mediaDevices });
  const onChoose = vi.fn();
  render(
    <MirrorStage choices={{ ...loadChoices(), isCameraOn: true, isMicrophoneOn: true }} onChoose={onChoose}>
      {null}
    </MirrorStage>,
  );
  const camera = await screen.findByRole('button', { name: 'Turn camera on' });
  expect(screen.getByRole('button', { name: 'Turn microphone on' })).toBeDefined();
  const asked = getUserMedia.mock.calls.length;
  camera.click();
  await waitFor(() => expect(getUserMedia.mock.calls.length).toBeGreaterThan(asked));
  expect(onChoose).not.toHaveBeenCalled();
});
