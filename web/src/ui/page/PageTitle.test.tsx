import { render, screen } from '@testing-library/react';
import { beforeAll, expect, test } from 'vitest';
import { startTranslations } from '../../i18n';
import { PageTitle } from './PageTitle';

beforeAll(() => {
  startTranslations();
});

test('the title takes the focus that went with the page before, but not on loading and not from a field', () => {
  const { rerender } = render(<PageTitle key="one">One</PageTitle>);
  expect(document.activeElement).toBe(document.body);
  rerender(<PageTitle key="two">Two</PageTitle>);
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Two' }));
  rerender(
    <main key="three">
      {/* biome-ignore lint/a11y/noAutofocus: the case at hand */}
      <input autoFocus />
      <PageTitle>Three</PageTitle>
    </main>,
  );
  expect(document.activeElement).toBe(screen.getByRole('textbox'));
});

test('the window is called by the page, also after it has changed its mind', () => {
  const { rerender } = render(<PageTitle>Ready to join?</PageTitle>);
  expect(document.title).toBe('Ready to join? · Parley');
  rerender(<PageTitle>{'<b>Standup</b>'}</PageTitle>);
  expect(document.title).toBe('<b>Standup</b> · Parley');
});
