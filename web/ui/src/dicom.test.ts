import { expect, test } from 'vitest';
import { personName, readStudy } from './dicom';

test('a name is shown family first, in the alphabetic form before the others', () => {
  expect(personName({ Alphabetic: 'Müller^Zoë^Maria' })).toBe('Müller, Zoë Maria');
  expect(personName({ Ideographic: '山田^太郎' })).toBe('山田, 太郎');
  expect(personName(undefined)).toBe('');
});

test('a study without any attribute is shown empty and not broken', () => {
  const study = readStudy({ '0020000D': { vr: 'UI', Value: ['1.2.3'] }, '00100010': { vr: 'PN' } });
  expect(study).toMatchObject({ uid: '1.2.3', patient: '', date: '', modalities: [], series: 0 });
});
