import { expect, test } from 'vitest';
import { meetingAddress } from './meeting-address';

const ID = 'Zk3x_9-QabcdefGHJKKL12';

test.each([
  `http://localhost:8080/m/${ID}`,
  `https://meet.example.org/m/${ID}?role=viewer`,
  `meet.example.org/m/${ID}/after`,
  ` ${ID} `,
])('finds the meeting in %s', (typed) => {
  expect(meetingAddress(typed)).toEqual({ kind: 'id', meetingId: ID });
});

test.each(['abc-defg-hjk', 'abcdefghjk', 'ABC DEFG HJK', ' abc–defg–hjk ', 'abc.defg.hjk'])(
  'reads the code %s',
  (typed) => {
    expect(meetingAddress(typed)).toEqual({ kind: 'code', code: 'abc-defg-hjk' });
  },
);

test.each([
  ['abc-defg', 'code_length'],
  ['abc-defg-hjkm', 'code_length'],
  ['abc-d3fg-hjk', 'code_letters'],
  ['abc-defg-hil', 'code_unused'],
  ['ABC-DEFG-HJO', 'code_unused'],
  ['<b>abcdefghjk</b>', 'link'],
  ['https://example.org/somewhere', 'link'],
  ['https://example.org/m/short', 'link'],
])('refuses %s', (typed, reason) => {
  expect(meetingAddress(typed)).toEqual({ kind: 'malformed', reason });
});
