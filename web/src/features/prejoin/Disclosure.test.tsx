import { render } from '@testing-library/react';
import { beforeAll, expect, test } from 'vitest';
import { startTranslations } from '../../i18n';
import { Disclosure } from './Disclosure';

beforeAll(() => {
  startTranslations();
});

function said(leaving: { sound: boolean; text: boolean } | null, isViewer = false): string {
  const shown = render(<Disclosure captionsOn notesOn={false} isViewer={isViewer} leaving={leaving} />);
  return shown.container.textContent;
}

test('it promises that nothing leaves the server only where nothing does', () => {
  expect(said({ sound: false, text: false })).toContain('on this server: no sound and no text');
  for (const leaving of [
    { sound: true, text: false },
    { sound: false, text: true },
    { sound: true, text: true },
  ]) {
    expect(said(leaving)).toContain('another company’s service');
    expect(said(leaving)).not.toContain('no sound');
  }
});

test('it names what may leave: sound, text or both', () => {
  expect(said({ sound: true, text: false })).toMatch(/sound may be sent to another company’s service\.$/);
  expect(said({ sound: false, text: true })).toMatch(/on this server, but text may be sent/);
  expect(said({ sound: true, text: true })).toMatch(/sound may be sent .* and text/);
});

test('it says nothing of that before it is known, nor to who only watches', () => {
  for (const words of [said(null), said({ sound: true, text: true }, true)]) {
    expect(words).toContain('AI captions are on');
    expect(words).not.toMatch(/server|service/);
  }
});
