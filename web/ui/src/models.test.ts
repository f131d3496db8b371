import { expect, test } from 'vitest';
import { engines } from './models';

test('folds with the same engine and reason show it once', () => {
  const openVino = { engine: 'OpenVINO', reason: '4.1 s against 6.0 s' };
  const other = { engine: 'OpenVINO', reason: '4.2 s against 6.1 s' };
  expect(engines({ version: '1', usable: true, engines: [openVino, { ...openVino }, other] })).toEqual([openVino, other]);
  expect(engines({ version: '1', usable: true })).toEqual([]);
});
