import { expect, test } from 'vitest';
import { meetingAddress } from './meeting-address';

const ID = 'Zk3x_9-QabcdefGHIJKL12';

test.each([
  `http://localhost:8080/m/${ID}`,
  `https://meet.example.org/m/${ID}?role=viewer`,
  `meet.example.org/m/${ID}/after`,
  ` ${ID} `,
])('finds the meeting in %s', (typed) => {
  expect(meetingAddress(typed)).toEqual({ kind: 'id', meetingId: ID });
});

test.each(['abc-defg-hij', 'abcdefghij', 'ABC DEFG HIJ', ' abc–defg–hij ', 'abc.defg.hij'])(
  'reads the code %s',
  (typed) => {
    expect(meetingAddress(typed)).toEqual({ kind: 'code', code: 'abc-defg-hij' });
  },
);

test.each([
  ['abc-defg', 'code_length'],
  ['abc-defg-hijk', 'code_length'],
  ['abc-d3fg-hij', 'code_letters'],
  ['<b>abcdefghij</b>', 'link'],
  ['https://example.org/somewhere', 'link'],
  ['https://example.org/m/short', 'link'],
])('refuses %s', (typed, reason) => {
  expect(meetingAddress(typed)).toEqual({ kind: 'malformed', reason });
});
