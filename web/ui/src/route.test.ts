import { expect, test } from 'vitest';
import { parse } from './route';

test.each([
  ['', 'studies', ''], ['#/', 'studies', ''], ['#/jobs', 'jobs', ''], ['#/models', 'models', ''], ['#/studies?name=a%26b', 'studies', 'name=a%26b'],
  ['#/nowhere', 'studies', ''],
])('%s shows %s', (hash, view, query) => {
  expect(parse(hash)).toEqual({ view, query });
});
