import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { PageTitle } from './PageTitle';

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
