import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

// Without vitest's globals, testing-library cannot clean up after itself.
afterEach(cleanup);
