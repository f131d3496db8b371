import { expect, test } from 'vitest';
import { age, bytes, date, seconds, since, time } from './format';

test.each([['20260102', '2026-01-02'], ['', ''], ['2026.01', '2026.01']])('date %s is %s', (stored, shown) => {
  expect(date(stored)).toBe(shown);
});

test.each([['101530.25', '10:15'], ['1015', '10:15'], ['', ''], ['10', '10']])('time %s is %s', (stored, shown) => {
  expect(time(stored)).toBe(shown);
});

test.each([
  ['19700203', '20260202', '55 y'], ['19700203', '20260203', '56 y'], ['', '20260203', ''], ['20270101', '20260203', ''],
])('born %s is on %s %s', (birth, on, years) => {
  expect(age(birth, on)).toBe(years);
});

test('sizes and times are short', () => {
  expect(bytes(0)).toBe('0 B');
  expect(bytes(59_000_000_000)).toBe('59.0 GB');
  expect(seconds(3.04)).toBe('3.0 s');
  expect(seconds(150)).toBe('2 min 30 s');
});

test('how long ago is in words while it is recent', () => {
  const now = Date.parse('2026-11-24T10:00:00Z');
  expect(since('2026-11-24T09:59:30Z', now)).toBe('just now');
  expect(since('2026-11-24T09:12:00Z', now)).toBe('48 min ago');
  expect(since('2026-11-24T07:00:00Z', now)).toBe('3 h ago');
  expect(since('2026-11-01T07:05:00Z', now)).toBe('2026-11-01 07:05');
});
