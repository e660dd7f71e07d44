import { expect, it } from 'vitest';
import { ApiProblem } from '../../api/problem';
import { reasonOf } from './api-legs';

it.each([
  [new ApiProblem('unreachable', 'no answer'), 'unreachable'],
  [new ApiProblem('unreadable', 'a proxy'), 'unreadable'],
  [new ApiProblem('too_many_attempts', 'wait'), 'too_many_attempts'],
  [new ApiProblem('sfu_unavailable', 'down'), 'server_trouble'],
  [new ApiProblem('internal', 'a bug'), 'server_trouble'],
  [new DOMException('too late', 'TimeoutError'), 'unreachable'],
])('%s means %s', (error, reason) => {
  expect(reasonOf(error)).toBe(reason);
});
